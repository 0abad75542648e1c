using System.Globalization;
using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>
/// The questions of an analyst, answered by the calls that docs/contract.md names, with a key that can only read and label.
/// </summary>
public abstract class AnalystTests(SharedNode parts) : ApiTests(parts)
{
    [Fact]
    public async Task Summary_OfEvaluations_CountsTheChallengesThatUsersMet()
    {
        var analyst = await Analyst();
        var from = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        var before = Count(await Summary(analyst, from, "EVALUATION"), "EVALUATION", "CHALLENGE");
        for (var i = 0; i < 3; i++)
            Assert.Equal("CHALLENGE", (await Client.Evaluate((await Client.Opened(NewUser())).Id)).Expect(200).Decision);
        await Probe.Until(
            async () => Count(await Summary(analyst, from, "EVALUATION"), "EVALUATION", "CHALLENGE") >= before + 3, "they are counted");
        Assert.All(
            (await Summary(analyst, from, "EVALUATION"))["decisions"]!.AsArray(),
            one => Assert.Equal("EVALUATION", (string)one!["kind"]!));
    }

    [Fact]
    public async Task Audit_OfABlockedUser_NamesTheDecisionThatBlockedThemAndWhy()
    {
        var (analyst, user) = (await Analyst(), NewUser());
        var session = await Blocked(user, "laptop");
        (await Client.Batch(session.Id, new Bot(2, Soon.AddMinutes(1)).Batch(90, user))).Expect(200);
        JsonObject[] rows = [];
        await Probe.Until(
            async () => (rows = [.. await analyst.AuditRows($"userId={user}&decision=BLOCK&kind=BATCH")]).Length >= 2,
            "the blocks are in the audit"
        );
        var first = Assert.Single(await analyst.AuditRows($"userId={user}&reason=context.block_begins"));
        Assert.Equal(rows.MinBy(row => (long)row["commitNumber"]!)!["decisionId"]!.ToString(), first["decisionId"]!.ToString());
        var meanings = (await analyst.Get("/api/v1/reasons")).Expect(200).Json!["items"]!.AsArray()
            .ToDictionary(one => (string)one!["code"]!, one => (string)one!["meaning"]!);
        Assert.All(
            first["reasons"]!.AsArray(),
            reason => Assert.EndsWith(".", meanings[(string)reason!["code"]!], StringComparison.Ordinal)
        );
        Assert.True((double)first["reasons"]![0]!["weight"]! > 0);
    }

    [Fact]
    public async Task Analyst_WhoWouldUnblock_NeedsAnAdministratorsKey()
    {
        var (analyst, user) = (await Analyst(), NewUser());
        await Blocked(user, "laptop");
        (await analyst.LiftBlocks(user)).Expect(403, "forbidden");
        Assert.Equal(204, (await Client.LiftBlocks(user)).Number);
    }

    [Fact]
    public async Task Audit_OfKeys_TellsWhoDidWhatWithThem()
    {
        var analyst = await Analyst();
        var made = (await Client.CreateApiKey(["SERVER"])).Expect(201).Text("id");
        Assert.Equal(204, (await Client.RevokeApiKey(made)).Number);
        foreach (var kind in new[] { "KEY_MADE", "KEY_REVOKED" })
        {
            var row = Assert.Single(await analyst.AuditRows($"kind={kind}"), row => (string?)row["target"] == made);
            Assert.NotNull((string?)row["actor"]);
        }
    }

    [Fact]
    public async Task Export_ByAnAnalyst_HasTheRowsOfTheFilter()
    {
        var (analyst, user) = (await Analyst(), NewUser());
        var session = await Client.Opened(user);
        await Client.Evaluate(session.Id);
        await AuditOf(session, 2);
        var csv = (await analyst.Get($"/api/v1/audit/export?format=csv&userId={user}&kind=EVALUATION")).Expect(200).Body;
        Assert.Equal(2, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Summary_OfDecisionsLabelledAsMistakes_NamesTheDetectorsBehindThem()
    {
        var (analyst, user) = (await Analyst(), NewUser());
        var session = await Blocked(user, "laptop");
        await Probe.Until(
            async () => (await Client.AuditRows($"sessionId={session.Id}&reason=context.block_begins")).Count == 1,
            "the block is in the audit"
        );
        Assert.Equal(204, (await analyst.Post("/api/v1/feedback", new() { ["sessionId"] = session.Id, ["label"] = "LEGITIMATE" })).Number);
        var mistakes = (await Get(analyst, "audit/summary?label=LEGITIMATE&decision=BLOCK&kind=BATCH"))["reasons"]!.AsArray();
        Assert.Contains(
            mistakes,
            one => (string)one!["decision"]! == "BLOCK" && ((string)one["code"]!).StartsWith("pattern.", StringComparison.Ordinal)
        );
        Assert.All(mistakes, one => Assert.Equal("BLOCK", (string)one!["decision"]!));
        Assert.NotEmpty(await analyst.AuditRows($"label=LEGITIMATE&userId={user}"));
        Assert.Empty(await analyst.AuditRows($"label=FRAUD&userId={user}"));
    }

    [Theory]
    [InlineData("from=2026-01-01T00:00:00Z&to=2026-02-02T00:00:00Z", "from")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "to")]
    [InlineData("kind=BATCHES", "kind")]
    [InlineData("label=GOOD", "label")]
    public async Task Summary_WhenTheQueryIsWrong_NamesTheMember(string query, string member)
    {
        var answer = (await Client.Get($"/api/v1/audit/summary?{query}")).Expect(422, "invalid_request");
        Assert.Contains(answer.Json!["errors"]!.AsArray(), error => (string)error!["path"]! == member);
    }

    [Fact]
    public async Task Metrics_OfABot_CountItsEvidenceAndWhatTurnedTheDecision()
    {
        var scraping = Node.With((await Client.CreateApiKey(["METRICS"])).Expect(201).Text("key"));
        await Blocked(NewUser());
        var metrics = (await scraping.Get("/metrics")).Expect(200).Body;
        Assert.Matches("sentinel_evidence_total\\{[^}]*reason=\"pattern.metronomic_cadence\"[^}]*sign=\"positive\"", metrics);
        Assert.Matches("sentinel_decisions_turned_total\\{[^}]*decision=\"BLOCK\"", metrics);
    }

    private async Task<NodeClient> Analyst() => Node.With((await Client.CreateApiKey(["ANALYST"])).Expect(201).Text("key"));

    private static Task<JsonObject> Summary(NodeClient analyst, DateTimeOffset from, string kind) =>
        Get(analyst, $"audit/summary?kind={kind}&from={Uri.EscapeDataString(from.ToString("O", CultureInfo.InvariantCulture))}");

    private static async Task<JsonObject> Get(NodeClient client, string path) =>
        (await client.Get($"/api/v1/{path}")).Expect(200).Json!.AsObject();

    private static long Count(JsonObject summary, string kind, string decision) => summary["decisions"]!.AsArray()
        .Where(one => (string)one!["kind"]! == kind && (string)one["decision"]! == decision).Sum(one => (long)one!["count"]!);
}

[Collection(EmbeddedNode.Name)]
public sealed class AnalystOnEmbeddedParts(EmbeddedParts parts) : AnalystTests(parts);

[Collection(ServedNode.Name)]
public sealed class AnalystOnServedParts(ServedParts parts) : AnalystTests(parts);
