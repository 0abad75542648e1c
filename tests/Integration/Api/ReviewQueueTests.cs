using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>The review queue, by two analysts.</summary>
public abstract class ReviewQueueTests(SharedNode parts) : ApiTests(parts)
{
    [Fact]
    public async Task Block_OfABot_IsClaimedByOneAnalystAndItsLabelCounts()
    {
        var (user, one, other) = (NewUser(), await Analyst(), await Analyst());
        var session = await Blocked(user, "laptop");
        // Further batches of the blocked session open no further case.
        (await Client.Batch(session.Id, new Bot(2, Soon.AddMinutes(1)).Batch(90, user))).Expect(200);
        var found = await Case(one, user, "BLOCK");
        var id = (string)found["id"]!;
        Assert.Equal(session.Id, (string)found["sessionId"]!);
        Assert.Contains((await Client.AuditRows($"sessionId={session.Id}&decision=BLOCK")), row => (string)row["decisionId"]! == id
            && (string?)row["turnedBy"] == (string?)found["reason"]);

        Assert.NotNull((string?)(await one.Post($"/api/v1/review/{id}/claim", [])).Expect(200).Json!["claimedBy"]);
        (await one.Post($"/api/v1/review/{id}/claim", [])).Expect(200);
        (await other.Post($"/api/v1/review/{id}/claim", [])).Expect(409, "review_claimed");
        (await Label(other, id, "FRAUD")).Expect(409, "review_claimed");
        (await other.Send(new(HttpMethod.Delete, $"/api/v1/review/{id}/claim"))).Expect(204);
        (await other.Post($"/api/v1/review/{id}/claim", [])).Expect(409, "review_claimed");
        (await one.Send(new(HttpMethod.Delete, $"/api/v1/review/{id}/claim"))).Expect(204);
        (await other.Post($"/api/v1/review/{id}/claim", [])).Expect(200);

        var note = "<script>alert(1)</script>\nA colleague who tests.";
        var done = (await Label(other, id, "LEGITIMATE", note)).Expect(200).Json!;
        Assert.Equal(("LEGITIMATE", note), ((string)done["label"]!, (string)done["note"]!));
        Assert.Null(done["claimedBy"]);
        (await one.Post($"/api/v1/review/{id}/claim", [])).Expect(409, "review_done");
        Assert.Contains(await List(one, "state=DONE&kind=BLOCK&limit=200"), item => (string)item["id"]! == id);
        Assert.DoesNotContain(await List(one, "limit=200"), item => (string)item["id"]! == id);
        Assert.NotEmpty(await one.AuditRows($"label=LEGITIMATE&userId={user}"));

        var rates = (await one.Get("/api/v1/review/rates")).Expect(200).Json!;
        var blocks = rates["decisions"]!.AsArray().Single(rate => (string)rate!["decision"]! == "BLOCK")!;
        Assert.True((long)blocks["legitimate"]! >= 1);
        Assert.InRange((double)blocks["share"]!, (double)blocks["low"]!, (double)blocks["high"]!);
        Assert.Contains(rates["reasons"]!.AsArray(), rate => (string?)rate!["reason"] == (string?)found["reason"]);
        Assert.NotEmpty(rates["days"]!.AsArray());
        // Nothing comes before the first moment.
        (await one.Get("/api/v1/review/rates?to=0001-01-01T00:00:00Z")).Expect(200);
        Assert.Contains(
            await Client.AllAuditRows($"userId={user}&kind=AUDIT_READ"), row => (string)row["action"]! == "review");
    }

    [Fact]
    public async Task Challenge_ThatFails_ComesIntoTheQueue()
    {
        var (user, analyst) = (NewUser(), await Analyst());
        var session = await Client.Opened(user);
        var challenge = (await Client.Evaluate(session.Id)).Expect(200).Text("challengeId");
        (await Client.Report(session.Id, challenge, "FAILED")).Expect(200);
        var found = await Case(analyst, user, "FAILED_CHALLENGE");
        Assert.Equal(session.Id, (string)found["sessionId"]!);
    }

    [Fact]
    public async Task Erasure_OfAUser_TakesTheirCasesAndTheNotes()
    {
        var (user, analyst) = (NewUser(), await Analyst());
        await Blocked(user, "laptop");
        var id = (string)(await Case(analyst, user, "BLOCK"))["id"]!;
        (await Label(analyst, id, "FRAUD", "a note")).Expect(200);
        var export = (await Client.Get($"/api/v1/users/{user}/export")).Expect(200).Json!;
        Assert.Equal("a note", (string)Assert.Single(export["user"]!["reviews"]!.AsArray())!["note"]!);
        Assert.Equal(1, (int)(await Client.Erase(user)).Json!["reviews"]!);
        (await analyst.Post($"/api/v1/review/{id}/claim", [])).Expect(404, "review_unknown");
    }

    [Fact]
    public async Task Queue_ReadPageByPage_HasEachCaseOnce()
    {
        var analyst = await Analyst();
        List<string> users = [];
        for (var i = 0; i < 3; i++)
        {
            var user = NewUser();
            var session = await Client.Opened(user);
            var challenge = (await Client.Evaluate(session.Id)).Expect(200).Text("challengeId");
            (await Client.Report(session.Id, challenge, "FAILED")).Expect(200);
            await Case(analyst, user, "FAILED_CHALLENGE");
            users.Add(user);
        }

        List<JsonNode> all = [];
        for (var cursor = ""; ;)
        {
            var page = (await analyst.Get($"/api/v1/review?limit=2{cursor}")).Expect(200).Json!;
            all.AddRange(page["items"]!.AsArray().Select(item => item!));
            if (page["nextCursor"] is not { } next) break;
            cursor = $"&cursor={Uri.EscapeDataString((string)next!)}";
        }

        Assert.Equal(all.Count, all.DistinctBy(item => (string)item["id"]!).Count());
        Assert.Equal(all.OrderByDescending(item => (DateTimeOffset)item["decidedAt"]!).Select(Id), all.Select(Id));
        Assert.All(users, user => Assert.Contains(all, item => (string)item["userId"]! == user));

        static string Id(JsonNode item) => (string)item["id"]!;
    }

    [Theory]
    [InlineData("state=NEW", "state")]
    [InlineData("kind=BATCH", "kind")]
    [InlineData("reason=no", "reason")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("limit=0", "limit")]
    public async Task Queue_WhenTheQueryIsWrong_NamesTheMember(string query, string member)
    {
        var answer = (await Client.Get($"/api/v1/review?{query}")).Expect(422, "invalid_request");
        Assert.Contains(answer.Json!["errors"]!.AsArray(), error => (string)error!["path"]! == member);
    }

    [Fact]
    public async Task Label_WhenItIsWrong_NamesTheMember()
    {
        Assert.Contains("label", (await Label(Client, Guid.Empty.ToString(), "MAYBE")).Body, StringComparison.Ordinal);
        var tooLong = (await Label(Client, Guid.Empty.ToString(), "FRAUD", new('x', 1_001))).Expect(422, "invalid_request");
        Assert.Equal("note", (string)tooLong.Json!["errors"]![0]!["path"]!);
        (await Label(Client, Guid.Empty.ToString(), "FRAUD", "a\u0000b")).Expect(422, "invalid_request");
        (await Label(Client, Guid.Empty.ToString(), "FRAUD")).Expect(404, "review_unknown");
    }

    private static Task<Answer> Label(NodeClient client, string id, string label, string? note = null) => client.Send(
        new(HttpMethod.Put, $"/api/v1/review/{id}/label")
        {
            Content = new StringContent(
                new JsonObject { ["label"] = label, ["note"] = note }.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        });

    private static async Task<List<JsonNode>> List(NodeClient client, string query) =>
        [.. (await client.Get($"/api/v1/review?{query}")).Expect(200).Json!["items"]!.AsArray().Select(item => item!)];

    private static async Task<JsonNode> Case(NodeClient analyst, string user, string kind)
    {
        JsonNode? found = null;
        await Probe.Until(
            async () => (found = (await List(analyst, $"kind={kind}&limit=200")).SingleOrDefault(item => (string)item["userId"]! == user))
                is not null,
            "the case is in the queue");
        return found!;
    }

    private async Task<NodeClient> Analyst() => Node.With((await Client.CreateApiKey(["ANALYST"])).Expect(201).Text("key"));
}

[Collection(EmbeddedNode.Name)]
public sealed class ReviewOnEmbeddedParts(EmbeddedParts parts) : ReviewQueueTests(parts);

[Collection(ServedNode.Name)]
public sealed class ReviewOnServedParts(ServedParts parts) : ReviewQueueTests(parts);
