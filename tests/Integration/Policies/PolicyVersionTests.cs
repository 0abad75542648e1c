using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>The policy as a product: versions of two nodes on one Redis and one PostgreSQL.</summary>
[Collection(PostgresParts.Name)]
public sealed class PolicyVersionTests(PostgresServer postgres, RedisServer redis) : IClassFixture<RedisServer>, IAsyncLifetime
{
    private static readonly DateTimeOffset Soon = DateTimeOffset.UtcNow;

    private SentinelNode one = null!;
    private SentinelNode other = null!;

    public async Task InitializeAsync()
    {
        var settings = new NodeSettings { Redis = redis.ConnectionString, Postgres = await postgres.Database(nameof(PolicyVersionTests)) }
            .OnClientTime().With("Policy__Approvals", "1").With("Policy__MaxBlockShare", "0");
        one = await SentinelNode.Started(settings);
        other = await SentinelNode.Started(settings);
    }

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await other.DisposeAsync();
    }

    /// <summary>One test, because the policy is that of all sessions of the tenant.</summary>
    [Fact]
    public async Task Policy_FromDraftToLiveAndBack_DecidesOnEveryNodeAndIsAudited()
    {
        var (author, colleague) = (await Administrator("author"), await Administrator("colleague"));
        Assert.Equal(
            [(3, "RETIRED"), (2, "RETIRED"), (1, "LIVE")],
            (await Versions(author)).Select(version => ((int)version["number"]!, (string)version["state"]!)));
        var session = await one.Client.Opened("u-policy");
        Assert.Equal(1, await PolicyOf(one, session.Id));

        // A draft is a copy of the live version; a document with faults changes nothing.
        var draft = (await author.Post("/api/v1/policy/versions", new() { ["note"] = "Stricter batches" })).Expect(201);
        Assert.Equal(("DRAFT", 4, 1), (draft.Text("state"), (int)draft.Value("number"), (int)draft.Value("basedOn")));
        Assert.EndsWith("/policy/versions/4", Assert.Single(draft.Headers["Location"]), StringComparison.Ordinal);
        var document = draft.Json!["document"]!.DeepClone().AsObject();
        document["challengeColdStart"] = true;
        (document["name"], document["mediumThreshold"], document["auditRetentionDays"]) = ("careful", 3, 30);
        var wrong = await Put(author, 4, "\"1\"", document);
        Assert.Equal(
            ["document.mediumThreshold", "document.auditRetentionDays"], wrong.Expect(422, "invalid_request").ErrorPaths);
        (document["mediumThreshold"], document["auditRetentionDays"]) = (0.45, 700);

        // Two administrators edit one draft: the second is told.
        (await Put(author, 4, null, document)).Expect(428, "if_match_required");
        var edited = (await Put(author, 4, "\"1\"", document)).Expect(200);
        Assert.Equal("\"2\"", Assert.Single(edited.Headers["ETag"]));
        (await Put(colleague, 4, "\"1\"", document)).Expect(412, "policy_changed");
        (await Put(colleague, 4, "W/\"x\"", document)).Expect(412, "policy_changed");
        var differences = (await author.Get("/api/v1/policy/versions/4/differences")).Expect(200).Json!["differences"]!.AsArray();
        Assert.Equal(
            ["name", "mediumThreshold", "challengeColdStart", "auditRetentionDays"], differences.Select(one => (string)one!["path"]!));

        // Nobody approves their own, and an edit ends approvals.
        (await Step(author, 4, "live")).Expect(409, "approvals_missing");
        (await Step(author, 4, "approve", "\"2\"")).Expect(403, "own_policy");
        (await Step(colleague, 4, "approve")).Expect(428, "if_match_required");
        (await Step(colleague, 4, "approve", "\"1\"")).Expect(412, "policy_changed");
        (await Step(colleague, 4, "approve", "\"2\"")).Expect(200);
        document["name"] = "more careful";
        (await Put(author, 4, "\"3\"", document)).Expect(200);
        (await Step(author, 4, "live")).Expect(409, "approvals_missing");
        (await Step(colleague, 4, "approve", "\"4\"")).Expect(200);
        Assert.Equal("ALLOW", (await one.Client.Scored(session.Id, new Person(1, Soon).Batch(1, session.User))).Decision);

        // Live on this node at once, and on the other within seconds.
        await OnlyIfItsShareOfBlocksIsAccepted(author);
        Assert.Equal(4, await PolicyOf(one, (await one.Client.Opened("u-policy-2")).Id));
        await Probe.Until(async () => (int)(await other.Client.Get("/api/v1/policy")).Value("version") == 4, "the other node follows");
        var cold = await other.Client.Opened("u-policy-3");
        Assert.Equal("CHALLENGE", (await other.Client.Scored(cold.Id, Empty(cold.User))).Decision);
        (await Put(author, 4, "\"6\"", document)).Expect(409, "policy_not_draft");
        (await Step(author, 4, "live")).Expect(409, "policy_is_live");
        (await Step(author, 1, "live")).Expect(409, "policy_is_preset");
        (await Step(author, 77, "live")).Expect(404, "policy_version_unknown");

        // A rollback needs no approval, and a retired version keeps those it has.
        Assert.Equal("RETIRED", (await Step(author, 4, "rollback")).Expect(200).Text("state"));
        Assert.Equal(1, (int)(await one.Client.Get("/api/v1/policy")).Value("version"));
        (await Step(author, 4, "rollback")).Expect(409, "policy_not_in_force");
        (await Step(author, 4, "live")).Expect(200);
        (await Step(author, 4, "rollback")).Expect(200);
        await Probe.Until(async () => (int)(await other.Client.Get("/api/v1/policy")).Value("version") == 1, "the other node follows");

        var rows = await one.Client.AuditRows("kind=POLICY&limit=200");
        Assert.Equal(
            ["create", "edit", "approve", "edit", "approve", "live", "rollback", "live", "rollback"],
            rows.Reverse().Select(row => (string)row["action"]!));
        await InShadow(author);
        Assert.All(rows, row => Assert.Equal(("4", true, false), ((string)row["target"]!, row["actor"] is not null, row["note"] is null)));
        Assert.Contains(await one.Client.AuditRows("userId=u-policy-3"), row => (int)row["policyVersion"]! == 4);
    }

    /// <summary>
    /// A simulation has to be done, and more blocks than stated have to be accepted.
    /// </summary>
    private async Task OnlyIfItsShareOfBlocksIsAccepted(NodeClient author)
    {
        (await Step(author, 4, "live")).Expect(409, "policy_unsimulated");
        var (user, bot) = ("u-bot", new Bot(3, Soon));
        var session = await one.Client.Opened(user);
        for (var i = 1; i <= 60; i++)
            if ((await one.Client.Scored(session.Id, bot.Batch(i, user))).Decision == "BLOCK") break;
        await Probe.Until(
            async () => (await one.Client.AuditRows($"userId={user}&decision=BLOCK")).Count > 0, "the block is in the audit");
        var started = (await author.Post("/api/v1/policy/simulations", new()
        {
            ["candidate"] = 4, ["from"] = DateTimeOffset.UtcNow.AddHours(-2), ["to"] = DateTimeOffset.UtcNow.AddMinutes(1),
        })).Expect(202);
        await Probe.Until(
            async () => (await author.Get($"/api/v1/policy/simulations/{started.Text("id")}")).Expect(200).Text("state") == "DONE",
            "the simulation is done");
        var refused = (await Step(author, 4, "live")).Expect(409, "policy_blocks_many");
        Assert.Contains(started.Text("id"), refused.Body, StringComparison.Ordinal);
        Assert.Equal(
            ["acceptBlockShare"], (await Step(author, 4, "live", body: new() { ["acceptBlockShare"] = 2 })).Expect(422).ErrorPaths);
        (await Step(author, 4, "live", body: new() { ["acceptBlockShare"] = 1e-9 })).Expect(409, "policy_blocks_many");
        (await Step(author, 4, "live", body: new() { ["acceptBlockShare"] = 1 })).Expect(200);
    }

    /// <summary>A version in shadow decides nothing, and says what it would have decided; one takes the place of the other.</summary>
    private async Task InShadow(NodeClient author)
    {
        (await author.Post("/api/v1/policy/versions", new() { ["note"] = "Again", ["basedOn"] = 4 })).Expect(201);
        Assert.Equal("SHADOW", (await Step(author, 5, "shadow")).Expect(200).Text("state"));
        var session = await one.Client.Opened("u-shadowed");
        var answer = await one.Client.Scored(session.Id, Empty(session.User));
        Assert.Equal(
            ("ALLOW", 1, "CHALLENGE", 5),
            (answer.Decision, (int)answer.Value("policyVersion"), (string)answer.Json!["wouldHave"]!["decision"]!,
                (int)answer.Json["wouldHave"]!["policyVersion"]!));
        Assert.Equal("CHALLENGE", (string)(await one.Client.Evaluate(session.Id, "MEDIUM")).Expect(200).Json!["wouldHave"]!["decision"]!);
        await Probe.Until(
            async () => (await one.Client.AuditRows($"userId={session.User}&kind=BATCH")).Any(row => row["wouldHave"] is not null),
            "the audit says what the shadow would have decided");
        await Probe.Until(
            async () => (await other.Client.Evaluate(session.Id, "MEDIUM")).Expect(200).Json!["wouldHave"] is not null,
            "the other node follows");

        (await author.Post("/api/v1/policy/versions", new() { ["note"] = "Another", ["basedOn"] = 1 })).Expect(201);
        (await Step(author, 6, "shadow")).Expect(200);
        Assert.Equal("RETIRED", (await author.Get("/api/v1/policy/versions/5")).Expect(200).Text("state"));
        Assert.Equal("RETIRED", (await Step(author, 6, "rollback")).Expect(200).Text("state"));
        Assert.Null((await one.Client.Evaluate(session.Id, "MEDIUM")).Expect(200).Json!["wouldHave"]);
    }

    private static async Task<int> PolicyOf(SentinelNode node, string session) =>
        (int)(await node.Client.Evaluate(session, "LOW")).Expect(200).Value("policyVersion");

    private static JsonObject Empty(string user) => new()
    {
        ["userId"] = user, ["sequence"] = 1, ["sentAt"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), ["keys"] = new JsonArray(),
        ["pointer"] = new JsonArray(), ["signals"] = new JsonArray(),
    };

    private static Task<Answer> Step(NodeClient client, int number, string step, string? tag = null, JsonObject? body = null)
    {
        body ??= [];
        body["note"] = "because";
        return client.Send(Request(HttpMethod.Post, $"/api/v1/policy/versions/{number}/{step}", tag, body));
    }

    private static Task<Answer> Put(NodeClient client, int number, string? tag, JsonObject document) => client.Send(Request(
        HttpMethod.Put, $"/api/v1/policy/versions/{number}", tag,
        new() { ["note"] = "A change", ["document"] = document.DeepClone() }));

    private static HttpRequestMessage Request(HttpMethod method, string path, string? tag, JsonObject body)
    {
        HttpRequestMessage request = new(method, path)
        {
            Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        };
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-Match", tag);
        return request;
    }

    private static async Task<IReadOnlyList<JsonObject>> Versions(NodeClient client) =>
        [.. (await client.Get("/api/v1/policy/versions")).Expect(200).Json!["items"]!.AsArray().Select(item => item!.AsObject())];

    private async Task<NodeClient> Administrator(string name) =>
        one.With((await one.Client.CreateApiKey(["ADMIN", "SERVER"], name)).Expect(201).Text("key"));
}
