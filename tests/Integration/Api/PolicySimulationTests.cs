using System.Globalization;
using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>Simulations over HTTP: started by an administrator, run by a job.</summary>
public abstract class PolicySimulationTests(SharedNode parts) : ApiTests(parts)
{
    private const string Path = "/api/v1/policy/simulations";

    /// <summary>Wide enough for what this test does, and for no rows of long before.</summary>
    private readonly DateTimeOffset _from = DateTimeOffset.UtcNow.AddMinutes(-1);

    [Fact]
    public async Task Simulation_OfAStricterPolicy_TellsWhatWouldHaveBeenChallenged()
    {
        var user = NewUser();
        var session = await Client.Opened(user);
        Assert.Equal("ALLOW", (await Client.Evaluate(session.Id, "MEDIUM", "view")).Expect(200).Decision);
        await AuditOf(session, 2);
        var done = await Done(await Start(2));
        Assert.Equal((1.0, (double?)null), ((double)done["share"]!, (double?)done["secondsLeft"]));
        var result = done["result"]!;
        Assert.True((long)result["newChallenges"]! >= 1);
        var action = result["actions"]!.AsArray().Single(one => (string?)one!["name"] == "view")!;
        var flip = Assert.Single(action["cells"]!.AsArray())!;
        Assert.Equal(("ALLOW", "CHALLENGE"), ((string)flip["from"]!, (string)flip["to"]!));
        Assert.Equal((long)result["decisions"]!, result["kinds"]!.AsArray().Sum(kind => (long)kind!["decisions"]!));
        Assert.InRange((double)result["fidelity"]!["share"]!, 0.9, 1);
    }

    [Fact]
    public async Task Simulation_OfTheLivePolicy_FlipsNothing()
    {
        var session = await Blocked(NewUser(), "laptop");
        Assert.Equal("BLOCK", (await Client.Evaluate(session.Id)).Expect(200).Decision);
        await AuditOf(session, 3);
        var flipped = (await Done(await Start(1)))["result"]!["all"]!["flipped"]!;
        Assert.Equal((0, 0), ((int)flipped["ifPassed"]!, (int)flipped["ifFailed"]!));
    }

    [Fact]
    public async Task Simulation_WhenStopped_StaysStoppedAndBothActsAreInTheAudit()
    {
        var id = (string)(await Start(3))["id"]!;
        var stopped = (await Client.Send(new(HttpMethod.Delete, $"{Path}/{id}"))).Expect(200).Json!;
        Assert.Contains((string)stopped["state"]!, new[] { "STOPPED", "DONE" });
        Assert.NotNull((string?)stopped["finishedAt"]);
        var again = (await Client.Send(new(HttpMethod.Delete, $"{Path}/{id}"))).Expect(200).Json!;
        Assert.Equal((string)stopped["finishedAt"]!, (string)again["finishedAt"]!);
        var acts = (await Client.AllAuditRows("kind=SIMULATION")).Where(row => (string?)row["target"] == id).ToList();
        Assert.Contains(acts, row => (string)row["action"]! == "start" && row["actor"] is not null);
        Assert.Equal((string)stopped["state"]! == "STOPPED" ? 2 : acts.Count, acts.Count);
        Assert.Contains(
            (await Client.Get($"{Path}?limit=200")).Expect(200).Json!["items"]!.AsArray(),
            one => (string)one!["id"]! == id && one["result"] is null);
    }

    [Fact]
    public async Task Simulations_OfAnotherTenant_AreNeitherSeenNorStoppedAndReadNoneOfItsSessions()
    {
        await using var storage = new NodeStorage(Node);
        var stranger = await storage.Stranger();
        await AuditOf(await Client.Opened(NewUser()), 1);
        var id = (string)(await Start(2))["id"]!;
        (await stranger.Get($"{Path}/{id}")).Expect(404, "simulation_unknown");
        (await stranger.Send(new(HttpMethod.Delete, $"{Path}/{id}"))).Expect(404, "simulation_unknown");
        Assert.Empty((await stranger.Get(Path)).Expect(200).Json!["items"]!.AsArray());
        Assert.Empty(await stranger.AuditRows("kind=SIMULATION"));

        var theirs = await Done(await Start(2, stranger), stranger);
        Assert.Equal((0, 0), ((long)theirs["rows"]!, (long)theirs["result"]!["decisions"]!));
        (await Client.Get($"{Path}/{theirs["id"]}")).Expect(404, "simulation_unknown");
        Assert.True((long)(await Done(await Start(2)))["rows"]! > 0);
    }

    [Fact]
    public async Task Simulation_OfAnotherId_IsUnknown()
    {
        (await Client.Get($"{Path}/{Guid.NewGuid()}")).Expect(404, "simulation_unknown");
        (await Client.Send(new(HttpMethod.Delete, $"{Path}/{Guid.NewGuid()}"))).Expect(404, "simulation_unknown");
    }

    [Theory]
    [InlineData("{}", "candidate")]
    [InlineData("""{ "candidate": 99, "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z" }""", "candidate")]
    [InlineData("""{ "candidate": 1, "baseline": 99, "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z" }""", "baseline")]
    [InlineData("""{ "candidate": 1, "to": "2026-01-02T00:00:00Z" }""", "from")]
    [InlineData("""{ "candidate": 1, "from": "2026-01-01T00:00:00Z" }""", "to")]
    [InlineData("""{ "candidate": 1, "from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z" }""", "from")]
    [InlineData("""{ "candidate": 1, "from": "2024-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z" }""", "from")]
    [InlineData("""{ "candidate": 1, "from": "2026-01-01T00:00:00Z", "to": "9999-12-31T23:59:59Z" }""", "to")]
    [InlineData("""{ "candidate": 1, "from": "0001-01-01T00:00:00Z", "to": "0001-01-02T00:00:00Z" }""", "from")]
    public async Task Start_WhenTheBodyIsWrong_NamesTheMember(string body, string member)
    {
        var answer = (await Client.PostText(Path, body)).Expect(422, "invalid_request");
        Assert.Contains(answer.Json!["errors"]!.AsArray(), error => (string)error!["path"]! == member);
    }

    [Theory]
    [InlineData("cursor=x", "cursor")]
    [InlineData("limit=0", "limit")]
    public async Task List_WhenTheQueryIsWrong_NamesTheMember(string query, string member)
    {
        var answer = (await Client.Get($"{Path}?{query}")).Expect(422, "invalid_request");
        Assert.Contains(answer.Json!["errors"]!.AsArray(), error => (string)error!["path"]! == member);
    }

    private async Task<JsonNode> Start(int candidate, NodeClient? by = null)
    {
        JsonObject body = new()
        {
            ["candidate"] = candidate,
            ["from"] = _from.ToString("O", CultureInfo.InvariantCulture),
            ["to"] = DateTimeOffset.UtcNow.AddMinutes(1).ToString("O", CultureInfo.InvariantCulture),
        };
        var answer = (await (by ?? Client).Post(Path, body)).Expect(202);
        Assert.Equal($"{Path}/{(string)answer.Json!["id"]!}", answer.Headers["Location"].Single());
        return answer.Json;
    }

    private async Task<JsonNode> Done(JsonNode started, NodeClient? by = null)
    {
        JsonNode? found = null;
        await Probe.Until(
            async () => (string)(found = (await (by ?? Client).Get($"{Path}/{started["id"]}")).Expect(200).Json!)["state"]! == "DONE",
            "the simulation is done");
        return found!;
    }
}

[Collection(EmbeddedNode.Name)]
public sealed class PolicySimulationsOnEmbeddedParts(EmbeddedParts parts) : PolicySimulationTests(parts);

[Collection(ServedNode.Name)]
public sealed class PolicySimulationsOnServedParts(ServedParts parts) : PolicySimulationTests(parts);
