using System.Text.Json.Nodes;
using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Unit.Tests;

namespace Sentinel.Integration.Tests;

/// <summary>A session's timeline, read from the audit.</summary>
public abstract class TimelineTests(SharedNode parts) : ApiTests(parts)
{
    [Fact]
    public async Task Timeline_WhenReadInPages_TellsTheWholeSessionOldestFirst()
    {
        var session = await Client.Opened(NewUser());
        var person = new Person(1, Soon);
        List<Answer> answers = [];
        for (var sequence = 1; sequence <= 6; sequence++)
        {
            var batch = person.Batch(sequence, session.User);
            await Probe.Until(async () => !(await Client.Batch(session.Id, batch)).Expect(200).Degraded, "the batch is accepted");
            answers.Add((await Client.Batch(session.Id, batch)).Expect(200));
        }

        await Client.Evaluate(session.Id, action: "transfer-1");
        (await Client.End(session.Id)).Expect(204);
        await Probe.Until(
            async () => (await Client.AuditRows($"sessionId={session.Id}")).Count(row => (long)row["commitNumber"]! > 0) == 9,
            "all commits are in the audit"
        );

        foreach (var limit in new[] { 200, 1, 4 })
        {
            var (all, gaps) = await Read(Client, session.Id, limit);
            // A loaded machine may degrade a batch before it is accepted.
            var items = all.Where(item => (string)item["kind"]! != "DEGRADED").ToList();
            Assert.Empty(gaps);
            Assert.Equal(
                ["SESSION_OPENED", .. Enumerable.Repeat("BATCH", 6), "EVALUATION", "SESSION_ENDED"],
                items.Select(item => (string)item["kind"]!)
            );
            Assert.Equal(Enumerable.Range(1, 9), items.Select(item => (int)item["commitNumber"]!));
            Assert.Equal(
                answers.Select(answer =>
                    (
                        answer.Text("decisionId"),
                        answer.Trust,
                        answer.Value("risk"),
                        answer.Phase,
                        answer.Decision
                    )
                ),
                items
                    .Skip(1)
                    .Take(6)
                    .Select(item =>
                        (
                            (string)item["decisionId"]!,
                            (double)item["trust"]!,
                            (double)item["risk"]!,
                            (string)item["phase"]!,
                            (string)item["decision"]!
                        )
                    )
            );
            // The answer has the strongest evidence, the timeline has all of it.
            Assert.All(
                answers.Zip(items.Skip(1)),
                pair => Assert.Subset(Lines(pair.Second["evidence"]!), Lines(pair.First.Json!["reasons"]!))
            );
            Assert.All(items, item => Assert.Equal((1, 0), ((int)item["policyVersion"]!, (int)item["baselineVersion"]!)));
            Assert.All(items, item => Assert.InRange((double)item["impostorRisk"]!, 0, 1));
            Assert.Equal("transfer-1", (string?)items[7]["action"]);
        }

        static HashSet<string> Lines(JsonNode reasons) => [.. reasons.AsArray().Select(reason => reason!.ToJsonString())];
    }

    [Fact]
    public async Task Timeline_WhenRowsAreGoneOrDoNotFit_NamesTheGaps()
    {
        await using var storage = new NodeStorage(Node);
        var first = Records.Batch(TenantId.Default, 1, NewUser());
        AuditRecord Commit(int number) =>
            first.Deciding(verdict => verdict with { DecisionId = Guid.CreateVersion7(first.DecidedAt.AddSeconds(number)) }) with
            {
                // The clock of another node; rows are ordered by commit number.
                DecidedAt = first.DecidedAt.AddSeconds(number == 3 ? 1 : number),
                CommitNumber = number,
                Commit = new((UInt128)(ulong)number),
                PreviousCommit = new((UInt128)(ulong)(number == 7 ? 99 : number - 1)),
            };
        var degraded = Records.Degraded(TenantId.Default, first.User.Value, first.Session, first.DecidedAt.AddSeconds(6.5)) with
        {
            Count = 3,
        };
        await storage.Append([.. new[] { 2, 3, 6, 7, 9, 9 }.Select(Commit), degraded]);
        foreach (var limit in new[] { 200, 1, 2 })
        {
            var (items, gaps) = await Read(Client, first.Session.Value, limit);
            Assert.Equal([2, 3, 6, 0, 7, 9, 9], items.Select(item => (int)item["commitNumber"]!));
            Assert.Equal(("DEGRADED", 3), ((string)items[3]["kind"]!, (int)items[3]["count"]!));
            Assert.Equal(
                [("MISSING", 1, 1), ("MISSING", 4, 5), ("UNLINKED", 7, 7), ("MISSING", 8, 8), ("FORKED", 9, 9)],
                gaps.Select(gap => ((string)gap["kind"]!, (int)gap["from"]!, (int)gap["to"]!)));
        }
    }

    [Fact]
    public async Task Timeline_WhenTheSessionIsAnotherTenants_IsUnknown()
    {
        var session = await Client.Opened(NewUser());
        await AuditOf(session, 1);
        await using var storage = new NodeStorage(Node);
        var stranger = await storage.Stranger();
        (await stranger.Get($"/api/v1/sessions/{session.Id}/timeline")).Expect(404, "session_unknown");
        Assert.Empty(await stranger.AuditRows($"sessionId={session.Id}"));
        Assert.Equal("", (await stranger.Get($"/api/v1/audit/export?sessionId={session.Id}")).Expect(200).Body);
    }

    [Fact]
    public async Task Timeline_WhenAskedForNonsense_SaysWhatIsWrong()
    {
        var session = await Client.Opened(NewUser());
        await AuditOf(session, 1);
        (await Client.Get("/api/v1/sessions/nonsense/timeline")).Expect(404, "session_unknown");
        Assert.Equal(["cursor"], (await Client.Get($"/api/v1/sessions/{session.Id}/timeline?cursor=x")).Expect(422).ErrorPaths);
        Assert.Equal(["limit"], (await Client.Get($"/api/v1/sessions/{session.Id}/timeline?limit=0")).Expect(422).ErrorPaths);
    }

    private static async Task<(IReadOnlyList<JsonObject> Items, IReadOnlyList<JsonObject> Gaps)> Read(
        NodeClient client,
        string session,
        int limit
    )
    {
        List<JsonObject> items = [];
        List<JsonObject> gaps = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (
                await client.Get($"/api/v1/sessions/{session}/timeline?limit={limit}{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}")
            )
                .Expect(200)
                .Json!;
            items.AddRange(page["items"]!.AsArray().Select(item => item!.AsObject()));
            gaps.AddRange(page["gaps"]!.AsArray().Select(gap => gap!.AsObject()));
            cursor = (string?)page["nextCursor"];
        }

        return (items, gaps);
    }
}

[Collection(EmbeddedNode.Name)]
public sealed class TimelineOnEmbeddedParts(EmbeddedParts parts) : TimelineTests(parts);

[Collection(ServedNode.Name)]
public sealed class TimelineOnServedParts(ServedParts parts) : TimelineTests(parts);
