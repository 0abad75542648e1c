using Sentinel.Integration.Tests.Api;
using Sentinel.Integration.Tests.Host;
using Sentinel.Integration.Tests.Parts;

namespace Sentinel.Integration.Tests.Security;

/// <summary>What is done to keys, and what is tried with credentials that are not good for it, is in the audit.</summary>
[Collection(ProductionNode.Name)]
public sealed class SecurityAuditTests(ProductionParts parts) : ApiTests(parts)
{
    [Fact]
    public async Task Keys_WhenMadeReplacedAndRevoked_AreInTheAuditWithWhoDidIt()
    {
        var made = (await Client.CreateKey(["SERVER"])).Expect(201).Text("id");
        var next = (await Client.RotateKey(made, 5)).Expect(201).Text("id");
        (await Client.RevokeKey(made)).Expect(204);
        // They are there when the call is answered: nothing carries them but the database that the keys are in.
        var rows = (await Client.AuditRows("")).Where(row => (string?)row["action"] is { } action && (action == made || action == next)).ToList();
        Assert.Equal(
            [("KEY_REVOKED", made), ("KEY_REPLACED", made), ("KEY_MADE", next), ("KEY_MADE", made)],
            rows.OrderByDescending(row => (string)row["decidedAt"]!).Select(row => ((string)row["kind"]!, (string)row["action"]!)).OrderByDescending(row => row.Item1));
        Assert.Single(rows.Select(row => (string?)row["stream"]).Distinct());
        Assert.True(Guid.TryParse((string?)rows[0]["stream"], out _));
    }

    [Fact]
    public async Task Token_WhenItIsUsedOnAnotherSession_IsRefusedAndAudited()
    {
        var (mine, theirs) = (await Client.Opened(NewUser()), await Client.Opened(NewUser()));
        for (var i = 0; i < 3; i++)
            (await Node.With(mine.Token).Batch(theirs.Id, new Person(1, DateTimeOffset.UtcNow).Batch(1))).Expect(403, "foreign_session");
        await Probe.Until(async () => await Sum($"sessionId={mine.Id}", "foreign_session") == 3, "the refusals are in the audit");
        Assert.Equal(0, await Sum($"sessionId={theirs.Id}", "foreign_session"));
        Assert.Equal(0, (await Client.Session(theirs.Id)).Expect(200).Value("batches"));
    }

    [Fact]
    public async Task Credential_WhenForgedOrUnknown_IsRefusedAndAudited()
    {
        var session = await Client.Opened(NewUser());
        var middle = session.Token.Length / 2;
        var forged = session.Token[..middle] + (session.Token[middle] == 'A' ? 'B' : 'A') + session.Token[(middle + 1)..];
        var before = (Forged: await Sum("", "forged_token"), Unknown: await Sum("", "unknown_key"));
        for (var i = 0; i < 5; i++)
        {
            (await Node.With(forged).Batch(session.Id, new Person(1, DateTimeOffset.UtcNow).Batch(1))).Expect(401);
            (await Node.With("sk_made_up_key_that_nobody_has_ever_made").Session(session.Id)).Expect(401);
        }

        await Probe.Until(async () => await Sum("", "forged_token") >= before.Forged + 5 && await Sum("", "unknown_key") >= before.Unknown + 5, "the refusals are in the audit");
        Assert.DoesNotContain("made_up_key", string.Concat((await Client.AuditRows("")).Select(row => row.ToJsonString())), StringComparison.Ordinal);
    }

    private async Task<int> Sum(string query, string what) =>
        (await Client.AuditRows(query)).Where(row => (string?)row["kind"] == "REFUSED" && (string?)row["action"] == what).Sum(row => (int)row["count"]!);
}
