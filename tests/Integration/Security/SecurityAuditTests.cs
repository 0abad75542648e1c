using System.Text.Json.Nodes;
using Sentinel.Domain.Sessions;

namespace Sentinel.Integration.Tests;

/// <summary>The audit contains changes of keys and the misuse of credentials.</summary>
[Collection(ProductionNode.Name)]
public sealed class SecurityAuditTests(ProductionParts parts) : ApiTests(parts)
{
    [Fact]
    public async Task Keys_WhenMadeReplacedAndRevoked_AreInTheAuditWithWhoDidIt()
    {
        var made = (await Client.CreateApiKey(["SERVER"])).Expect(201).Text("id");
        var next = (await Client.RotateApiKey(made, 5)).Expect(201).Text("id");
        (await Client.RevokeApiKey(made)).Expect(204);
        // The rows are there when the call returns, because they are written to the database that holds the keys.
        var rows = (await Client.AuditRows(""))
            .Where(row => (string?)row["target"] is { } target && (target == made || target == next))
            .ToList();
        Assert.Equal(
            [("KEY_REVOKED", made), ("KEY_REPLACED", made), ("KEY_MADE", next), ("KEY_MADE", made)],
            rows.OrderByDescending(row => (string)row["decidedAt"]!)
                .Select(row => ((string)row["kind"]!, (string)row["target"]!))
                .OrderByDescending(row => row.Item1)
        );
        Assert.Single(rows.Select(row => (string?)row["actor"]).Distinct());
        Assert.True(Guid.TryParse((string?)rows[0]["actor"], out _));
        Assert.All(rows, row => Assert.Null(row["stream"]));
    }

    [Fact]
    public async Task Administration_WhenDone_NamesWhoDidIt()
    {
        var made = (await Client.CreateApiKey(["ADMIN", "SERVER"])).Expect(201);
        var (client, me, user) = (Node.With(made.Text("key")), made.Text("id"), NewUser());
        var session = await Blocked(user, "laptop");
        var challenge = (await client.Evaluate(session.Id)).Expect(200).Text("challengeId");
        (await client.Report(session.Id, challenge, "FAILED")).Expect(200);
        Assert.Equal(204, (await client.LiftBlocks(user, "laptop")).Number);
        (await client.Ban(user)).Expect(201);
        (await client.Get($"/api/v1/bans/{user}")).Expect(200);
        Assert.Equal(204, (await client.Lift(user)).Number);
        (await client.Get($"/api/v1/users/{user}/profile")).Expect(200);
        (await client.Get($"/api/v1/users/{user}/export")).Expect(200);
        IReadOnlyList<JsonObject> rows = [];
        await Probe.Until(
            async () => (rows = await client.AllAuditRows($"userId={user}")).Any(row => (string)row["kind"]! == "BAN_LIFTED"),
            "what was done is in the audit"
        );
        (await client.Get($"/api/v1/audit/export?userId={user}")).Expect(200);
        (await client.Get($"/api/v1/sessions/{session.Id}/timeline")).Expect(200);
        rows = await client.AllAuditRows($"userId={user}");

        Assert.Equal(
            [
                "AUDIT_READ export ",
                $"AUDIT_READ timeline {session.Id}",
                "BAN  ",
                "BAN_LIFTED  ",
                $"BLOCKS_LIFTED  {DeviceId.Of("laptop").Value:x16}",
                $"CHALLENGE otp {challenge}",
                "USER_EXPORTED  ",
                "USER_READ ban ",
                "USER_READ profile ",
            ],
            rows.Where(row => (string?)row["actor"] == me && (string?)row["action"] != "search")
                .Select(row => $"{row["kind"]} {row["action"]} {row["target"]}")
                .Order(StringComparer.Ordinal)
        );
        Assert.Contains(
            rows,
            row => (string)row["kind"]! == "AUDIT_READ" && (string?)row["action"] == "search" && (string?)row["actor"] == me
        );
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

        await Probe.Until(
            async () => await Sum("", "forged_token") >= before.Forged + 5 && await Sum("", "unknown_key") >= before.Unknown + 5,
            "the refusals are in the audit"
        );
        Assert.DoesNotContain(
            "made_up_key",
            string.Concat((await Client.AuditRows("")).Select(row => row.ToJsonString())),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Key_WhenItIsGuessedAtTheSignInOrHasEnded_IsRefusedAndAudited()
    {
        var made = (await Client.CreateApiKey(["ADMIN"])).Expect(201);
        using var browser = SignInTests.Browser(Node);
        await SignInTests.SignIn(browser, made.Text("key"), "/hangfire");
        (await Client.RevokeApiKey(made.Text("id"))).Expect(204);
        var before = (Unknown: await Sum("", "unknown_key"), Revoked: await Sum("", "revoked_key"));

        using (var stranger = SignInTests.Browser(Node))
            await SignInTests.SignIn(stranger, "sk_made_up_key_that_nobody_has_ever_made", "/hangfire");
        await browser.GetAsync("/hangfire");
        (await Node.With(made.Text("key")).Get("/api/v1/keys")).Expect(401, "key_revoked");
        await Probe.Until(
            async () => await Sum("", "unknown_key") > before.Unknown && await Sum("", "revoked_key") >= before.Revoked + 2,
            "the refusals are in the audit");
    }

    private async Task<int> Sum(string query, string what) =>
        (await Client.AuditRows(query))
            .Where(row => (string?)row["kind"] == "REFUSED" && (string?)row["action"] == what)
            .Sum(row => (int)row["count"]!);
}
