using System.Globalization;

namespace Sentinel.Integration.Tests;

/// <summary>The audit contains each answer exactly once, is searchable, and lists the newest first.</summary>
public abstract class AuditTests(SharedNode parts) : ApiTests(parts)
{
    [Fact]
    public async Task Audit_WhenBatchesWereAccepted_HasEachOnce()
    {
        var session = await Client.Opened(NewUser());
        var person = new Person(1, Soon);
        Dictionary<long, Answer> answers = [];
        for (var sequence = 1; sequence <= 12; sequence++)
        {
            var batch = person.Batch(sequence, session.User);
            answers[sequence] = (await Client.Batch(session.Id, batch)).Expect(200);
            if (sequence % 3 == 0) (await Client.Batch(session.Id, batch)).Expect(200);
        }

        var evaluation = await Client.Evaluate(session.Id, action: "transfer-1");
        var rows = await AuditOf(session, 14);
        AssertUnbrokenChain(rows);
        Assert.Equal(14, rows.Count);
        Assert.Equal(["SESSION_OPENED", .. Enumerable.Repeat("BATCH", 12), "EVALUATION"], rows.Select(row => (string)row["kind"]!));
        foreach (var row in rows.Skip(1).Take(12))
        {
            var answer = answers[(long)row["sequence"]!];
            Assert.Equal(answer.Text("decisionId"), (string)row["decisionId"]!);
            Assert.Equal(
                (answer.Decision, answer.Trust, answer.Value("risk"), answer.Phase, session.User, "main"),
                (
                    (string)row["decision"]!,
                    (double)row["trust"]!,
                    (double)row["risk"]!,
                    (string)row["phase"]!,
                    (string)row["userId"]!,
                    (string)row["stream"]!
                )
            );
            Assert.Equal(answer.Json!["reasons"]!.ToJsonString(), row["reasons"]!.ToJsonString());
        }

        Assert.Equal(
            (evaluation.Text("decisionId"), "transfer-1", "HIGH"),
            ((string)rows[^1]["decisionId"]!, (string)rows[^1]["action"]!, (string)rows[^1]["sensitivity"]!));
    }

    [Fact]
    public async Task Audit_WhenFiltered_GivesTheRowsThatMatch()
    {
        var user = NewUser();
        var session = await Blocked(user);
        await Client.Evaluate(session.Id);
        var batches = (int)(await Client.Session(session.Id)).Value("batches");
        var all = await AuditOf(session, batches + 2);
        Assert.Equal(all.Count, (await Client.AuditRows($"userId={user}")).Count);

        var blocked = await Client.AuditRows($"userId={user}&decision=BLOCK");
        Assert.Equal(all.Count(row => (string)row["decision"]! == "BLOCK"), blocked.Count);
        var reason = (string)blocked[0]["reasons"]![0]!["code"]!;
        Assert.All(
            await Client.AuditRows($"userId={user}&reason={reason}"),
            row => Assert.Contains(reason, row["reasons"]!.ToJsonString())
        );
        Assert.NotEmpty(await Client.AuditRows($"userId={user}&reason={reason}"));

        var at = Uri.EscapeDataString((string)blocked[0]["decidedAt"]!);
        Assert.Contains(
            await Client.AuditRows($"userId={user}&from={at}"),
            row => (string)row["decisionId"]! == (string)blocked[0]["decisionId"]!
        );
        Assert.DoesNotContain(
            await Client.AuditRows($"userId={user}&to={at}"),
            row => (string)row["decisionId"]! == (string)blocked[0]["decisionId"]!
        );
        Assert.Empty(await Client.AuditRows($"userId={NewUser()}"));
    }

    [Fact]
    public async Task Audit_WhenPaged_GivesEachRowOnceNewestFirst()
    {
        var session = await Client.Opened(NewUser());
        await Play(session, new Person(2, Soon), 7);
        var all = await AuditOf(session, 8);
        List<(DateTimeOffset At, string Id)> seen = [];
        for (var query = $"sessionId={session.Id}&limit=3"; ;)
        {
            var page = (await Client.Audit(query)).Expect(200);
            var items = page.Json!["items"]!.AsArray();
            Assert.InRange(items.Count, 1, 3);
            seen.AddRange(
                items.Select(item =>
                    (DateTimeOffset.Parse((string)item!["decidedAt"]!, CultureInfo.InvariantCulture), (string)item["decisionId"]!)
                )
            );
            if (page.Json["nextCursor"] is not { } next)
                break;
            query = $"sessionId={session.Id}&limit=3&cursor={next}";
        }

        // Decisions of the same millisecond have no defined order.
        Assert.Equal(seen.OrderByDescending(row => row.At), seen);
        Assert.Equal(all.Select(row => (string)row["decisionId"]!).Order(), seen.Select(row => row.Id).Order());
    }

    [Fact]
    public async Task Audit_WhenReadOften_IsCompleteWithinSeconds()
    {
        var session = await Client.Opened(NewUser());
        await Play(session, new Person(3, Soon), 1);
        await Probe.Until(
            async () => (await Client.AuditRows($"sessionId={session.Id}")).Count == 2,
            "both commits are there",
            TimeSpan.FromSeconds(10)
        );
    }
}

[Collection(EmbeddedNode.Name)]
public sealed class AuditOnEmbeddedParts(EmbeddedParts parts) : AuditTests(parts);

[Collection(ServedNode.Name)]
public sealed class AuditOnServedParts(ServedParts parts) : AuditTests(parts);
