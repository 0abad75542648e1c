using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Entries of the tenant's lists: made, read and ended by administrators, and what they do to answers. Every entry names a user of its
/// test, because all tests share the node.
/// </summary>
public abstract class ListTests(SharedNode parts) : ApiTests(parts)
{
    private const string Denied = "context.denied_by_list", Allowed = "context.allowed_by_list", Snoozed = "context.snoozed_by_list";

    [Fact]
    public async Task Deny_OfAUser_BlocksUntilItIsEndedAndIsAudited()
    {
        var user = NewUser();
        var session = await Client.Opened(user, "laptop");
        var person = new Person(1, Soon);
        Assert.Equal("ALLOW", (await Client.Batch(session.Id, person.Batch(1, user))).Expect(200).Decision);
        var entry = await Made("DENY", new() { ["userId"] = user });

        var batch = (await Client.Batch(session.Id, person.Batch(2, user))).Expect(200);
        Assert.Equal(("BLOCK", Denied), (batch.Decision, batch.ReasonCodes[0]));
        var evaluation = (await Client.Evaluate(session.Id, "LOW")).Expect(200);
        Assert.Equal(("BLOCK", Denied, null), (evaluation.Decision, evaluation.ReasonCodes[0], evaluation.Json!["challengeId"]));
        Assert.Equal("BLOCK", (await Client.Open(user, "phone")).Expect(201).Decision);
        Assert.Equal("BLOCK", (await Client.Session(session.Id)).Expect(200).Decision);

        (await End(entry)).Expect(204);
        (await End(entry)).Expect(204);
        Assert.Equal("ALLOW", (await Client.Evaluate(session.Id, "LOW")).Expect(200).Decision);
        var rows = await AuditOf(session, 5);
        Assert.Equal(
            [false, false, true, true, false],
            rows.Select(row => row["reasons"]!.AsArray().Any(reason => (string)reason!["code"]! == Denied)));
        Assert.All(rows, row => Assert.Null(row["turnedBy"]));
        Assert.DoesNotContain((await Client.Get("/api/v1/review?limit=200")).Expect(200).Json!["items"]!.AsArray(), item =>
            (string)item!["userId"]! == user);

        var changes = (await Client.AuditRows($"userId={user}"))
            .Where(row => ((string)row["kind"]!).StartsWith("LIST_", StringComparison.Ordinal)).ToList();
        Assert.Equal(["LIST_ENTRY_ENDED", "LIST_ENTRY_MADE"], changes.Select(row => (string)row["kind"]!));
        Assert.All(changes, row => Assert.Equal((entry, "DENY"), ((string)row["target"]!, (string)row["action"]!)));
        Assert.All(changes, row => Assert.NotNull((string?)row["actor"]));
        Assert.DoesNotContain("why it was made", changes[0].ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>Neither a back end that forwards batches, nor one that evaluates without a context, hides where the session is.</summary>
    [Fact]
    public async Task Deny_OfANetwork_IsNotEscapedByCallsWithoutAnAddress()
    {
        var user = NewUser();
        var entry = await Made("DENY", new() { ["userId"] = user, ["cidr"] = "2001:db8:7::/48" });
        var opened = (await Open(user, "2001:db8:7::1")).Expect(201);
        Assert.Equal("BLOCK", opened.Decision);
        var id = opened.Text("sessionId");
        Assert.Equal("BLOCK", (await Client.Evaluate(id, "LOW")).Expect(200).Decision);
        Assert.Equal("BLOCK", (await Client.Batch(id, new Person(1, Soon).Batch(1, user))).Expect(200).Decision);
        Assert.Equal("BLOCK", (await Evaluate(id, "2001:db8:8::1")).Expect(200).Decision);
        Assert.Equal("ALLOW", (await Open(user, "2001:db8:8::1")).Expect(201).Decision);
        (await End(entry)).Expect(204);
        Assert.Equal("ALLOW", (await Client.Evaluate(id, "LOW")).Expect(200).Decision);
    }

    [Fact]
    public async Task Deny_OfTheBrowsersAddress_BlocksItsBatchesAndTheBackEndsEvaluations()
    {
        var user = NewUser();
        await Made("DENY", new() { ["userId"] = user, ["cidr"] = "127.0.0.0/8" });
        var session = await Client.Opened(user);
        Assert.Equal("ALLOW", (await Client.Evaluate(session.Id, "LOW")).Expect(200).Decision);
        Assert.Equal("BLOCK", (await Node.With(session.Token).Batch(session.Id, new Person(1, Soon).Batch(1))).Expect(200).Decision);
        Assert.Equal("BLOCK", (await Client.Evaluate(session.Id, "LOW")).Expect(200).Decision);
    }

    [Fact]
    public async Task Allow_LiftsABlockByBehaviourWhileItLives_AndNoBan()
    {
        var user = NewUser();
        var session = await Blocked(user, "laptop");
        var entry = await Made("ALLOW", new() { ["userId"] = user, ["device"] = "laptop" });
        var allowed = (await Client.Evaluate(session.Id)).Expect(200);
        Assert.Equal("ALLOW", allowed.Decision);
        Assert.Contains(Allowed, allowed.ReasonCodes);
        Assert.Equal("ALLOW", (await Client.Open(user, "laptop")).Expect(201).Decision);
        (await Client.Ban(user)).Expect(201);
        Assert.Equal("BLOCK", (await Client.Evaluate(session.Id)).Expect(200).Decision);
        (await Client.Lift(user)).Expect(204);
        (await End(entry)).Expect(204);
        Assert.Equal("BLOCK", (await Client.Evaluate(session.Id)).Expect(200).Decision);
    }

    [Fact]
    public async Task Snooze_SparesTheChallengeUntilItExpires()
    {
        var user = NewUser();
        var session = await Client.Opened(user);
        Assert.Equal("CHALLENGE", (await Client.Evaluate(session.Id)).Expect(200).Decision);
        await Made("SNOOZE", new() { ["userId"] = user }, DateTimeOffset.UtcNow.AddSeconds(1));
        await Probe.Until(
            async () => (await Client.Evaluate(session.Id)).Decision == "CHALLENGE", "the entry has expired by the clock");
        var entry = await Made("SNOOZE", new() { ["userId"] = user });
        var spared = (await Client.Evaluate(session.Id)).Expect(200);
        Assert.Equal("ALLOW", spared.Decision);
        Assert.Contains(Snoozed, spared.ReasonCodes);
        (await End(entry)).Expect(204);
    }

    [Fact]
    public async Task DenyWithAReason_BlocksOnceItSpeaks()
    {
        var user = NewUser();
        await Made("DENY", new() { ["userId"] = user, ["reason"] = "physics.key_hold" });
        var session = await Client.Opened(user);
        var person = new Person(1, Soon);
        Assert.Equal("ALLOW", (await Client.Batch(session.Id, person.Batch(1, user))).Expect(200).Decision);
        var script = (await Client.Batch(session.Id, new Script(1, Soon.AddSeconds(10)).FreeText(2, user))).Expect(200);
        Assert.Equal(("BLOCK", Denied), (script.Decision, script.ReasonCodes[0]));
        Assert.Contains("physics.key_hold", script.ReasonCodes);
        Assert.Equal("BLOCK", (await Client.Evaluate(session.Id, "LOW")).Expect(200).Decision);
    }

    [Fact]
    public async Task Lists_WhenRead_AreFilteredAndPagedAndKeptAfterTheirEnd()
    {
        var (user, network) = (NewUser(), "198.18.7.0/24");
        var deny = await Made("DENY", new() { ["userId"] = user, ["cidr"] = network });
        var snooze = await Made("SNOOZE", new() { ["userId"] = user, ["reason"] = "context.new_device" });
        var allow = await Made("ALLOW", new() { ["userId"] = user, ["device"] = "laptop" });
        Assert.Equal([allow, snooze, deny], await Ids($"userId={user}"));
        Assert.Equal([deny], await Ids($"userId={user}&effect=DENY"));
        Assert.Equal([deny], await Ids($"userId={user}&cidr={network}"));
        Assert.Equal([snooze], await Ids($"userId={user}&reason=context.new_device"));
        Assert.Equal([allow], await Ids($"userId={user}&device=laptop"));
        var page = (await Client.Get($"/api/v1/lists?userId={user}&limit=2")).Expect(200).Json!;
        Assert.Equal([deny], await Ids($"userId={user}&limit=2&cursor={(string)page["nextCursor"]!}"));

        var one = (await Client.Get($"/api/v1/lists/{deny}")).Expect(200).Json!;
        Assert.Equal(("DENY", user, network, "why it was made"),
            ((string)one["effect"]!, (string)one["userId"]!, (string)one["cidr"]!, (string)one["note"]!));
        (await End(deny)).Expect(204);
        Assert.Equal([allow, snooze], await Ids($"userId={user}"));
        Assert.Equal([deny], await Ids($"userId={user}&state=ENDED"));
        Assert.NotNull((await Client.Get($"/api/v1/lists/{deny}")).Expect(200).Json!["endedAt"]);
        Assert.Contains(
            await Client.AllAuditRows($"userId={user}&kind=USER_READ"), row => (string)row["action"]! == "list");
    }

    [Fact]
    public async Task Lists_OfAnotherTenant_AreNeitherSeenNorObeyed()
    {
        await using var storage = new NodeStorage(Node);
        var (stranger, user) = (await storage.Stranger(), NewUser());
        var entry = await Made("DENY", new() { ["userId"] = user });
        (await stranger.Get($"/api/v1/lists/{entry}")).Expect(404, "list_entry_unknown");
        (await stranger.Send(new(HttpMethod.Delete, $"/api/v1/lists/{entry}"))).Expect(404, "list_entry_unknown");
        Assert.Empty((await stranger.Get($"/api/v1/lists?userId={user}")).Expect(200).Json!["items"]!.AsArray());
        Assert.Equal("ALLOW", (await stranger.Open(user)).Expect(201).Decision);
        Assert.Equal("BLOCK", (await Client.Open(user)).Expect(201).Decision);
    }

    [Fact]
    public async Task Erasure_OfAUser_TakesTheEntriesThatNameThem()
    {
        var user = NewUser();
        var entry = await Made("ALLOW", new() { ["userId"] = user });
        var export = (await Client.Get($"/api/v1/users/{user}/export")).Expect(200).Json!;
        Assert.Equal(entry, (string)Assert.Single(export["user"]!["listEntries"]!.AsArray())!["id"]!);
        Assert.Equal(1, (int)(await Client.Erase(user)).Json!["listEntries"]!);
        (await Client.Get($"/api/v1/lists/{entry}")).Expect(404, "list_entry_unknown");
    }

    [Theory]
    [InlineData("""{"userId":"u"}""", "effect")]
    [InlineData("""{"effect":"MAYBE","userId":"u"}""", "effect")]
    [InlineData("""{"effect":"DENY"}""", "userId")]
    [InlineData("""{"effect":"DENY","userId":"a b"}""", "userId")]
    [InlineData("""{"effect":"DENY","device":""}""", "device")]
    [InlineData("""{"effect":"DENY","cidr":"203.0.113.7/24"}""", "cidr")]
    [InlineData("""{"effect":"DENY","country":"Norway"}""", "country,country")]
    [InlineData("""{"effect":"DENY","country":"NO"}""", "country")]
    [InlineData("""{"effect":"SNOOZE","reason":"context.banned"}""", "reason")]
    [InlineData("""{"effect":"ALLOW","reason":"context.new_device"}""", "reason")]
    [InlineData("""{"effect":"DENY","userId":"u","expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"effect":"DENY","userId":"u","expiresAt":"2999-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"effect":"DENY","userId":"u","expiresAt":null}""", "expiresAt")]
    [InlineData("""{"effect":"DENY","userId":"u","note":" "}""", "note")]
    [InlineData("""{"effect":"DENY","userId":"u","note":"a\u0000b"}""", "note")]
    public async Task Entry_WhenTheBodyIsBad_NamesTheField(string text, string paths)
    {
        var body = JsonNode.Parse(text)!.AsObject();
        body.TryAdd("expiresAt", DateTimeOffset.UtcNow.AddDays(1).ToString("O"));
        body.TryAdd("note", "a note");
        var answer = (await Client.Post("/api/v1/lists", body)).Expect(422, "invalid_request");
        Assert.Equal(paths, string.Join(',', answer.ErrorPaths));
    }

    [Fact]
    public async Task Entry_WhenItCannotBe_SaysTheRemedy()
    {
        var country = (await Client.Post("/api/v1/lists", Body("DENY", new() { ["country"] = "NO" }))).Expect(422, "invalid_request");
        Assert.Contains("GeoIp:Database", country.Body, StringComparison.Ordinal);
        var reason = (await Client.Post("/api/v1/lists", Body("ALLOW", new() { ["reason"] = "context.new_device" }))).Expect(422);
        Assert.Contains("SNOOZE the reason", reason.Body, StringComparison.Ordinal);
        (await Client.Post("/api/v1/lists", Body("DENY", new() { ["forever"] = true }))).Expect(400, "malformed_request");
    }

    internal static JsonObject Body(string effect, JsonObject conditions, DateTimeOffset? until = null)
    {
        conditions["effect"] = effect;
        conditions["expiresAt"] = (until ?? DateTimeOffset.UtcNow.AddDays(1)).ToString("O");
        conditions["note"] = "why it was made";
        return conditions;
    }

    private async Task<string> Made(string effect, JsonObject conditions, DateTimeOffset? until = null) =>
        (await Client.Post("/api/v1/lists", Body(effect, conditions, until))).Expect(201).Text("id");

    private Task<Answer> End(string entry) => Client.Send(new(HttpMethod.Delete, $"/api/v1/lists/{entry}"));

    private Task<Answer> Open(string user, string address) => Client.Post("/api/v1/sessions", new()
    {
        ["userId"] = user,
        ["context"] = new JsonObject { ["ipAddress"] = address },
    });

    private Task<Answer> Evaluate(string session, string address) => Client.Post($"/api/v1/sessions/{session}/evaluations", new()
    {
        ["action"] = "transfer",
        ["sensitivity"] = "LOW",
        ["context"] = new JsonObject { ["ipAddress"] = address },
    });

    private async Task<string[]> Ids(string query) =>
        [.. (await Client.Get($"/api/v1/lists?{query}")).Expect(200).Json!["items"]!.AsArray().Select(item => (string)item!["id"]!)];
}

[Collection(EmbeddedNode.Name)]
public sealed class ListsOnEmbeddedParts(EmbeddedParts parts) : ListTests(parts);

[Collection(ServedNode.Name)]
public sealed class ListsOnServedParts(ServedParts parts) : ListTests(parts)
{
    [Fact]
    public async Task Entry_WhenAnotherNodeMadeOrEndedIt_IsObeyedWithinFiveSeconds()
    {
        var (other, user) = (await parts.Other(), NewUser());
        var session = (await Client.Opened(user)).Id;
        var made = (await Client.Post("/api/v1/lists", Body("DENY", new() { ["userId"] = user }))).Expect(201).Text("id");
        Assert.Equal("BLOCK", (await Client.Evaluate(session, "LOW")).Expect(200).Decision);
        await Obeyed("BLOCK");
        (await Client.Send(new(HttpMethod.Delete, $"/api/v1/lists/{made}"))).Expect(204);
        Assert.Equal("ALLOW", (await Client.Evaluate(session, "LOW")).Expect(200).Decision);
        await Obeyed("ALLOW");

        Task Obeyed(string decision) => Probe.Until(
            async () => (await other.Client.Evaluate(session, "LOW")).Expect(200).Decision == decision, $"the other node says {decision}",
            TimeSpan.FromSeconds(5));
    }
}
