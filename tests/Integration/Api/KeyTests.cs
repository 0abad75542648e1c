using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>API keys over HTTP: shown once, listed without their text, replaced with an overlap, and permanently revoked.</summary>
public abstract class KeyTests(SharedNode parts) : ApiTests(parts)
{
    [Fact]
    public async Task Create_WhenMade_IsShownOnceAndWorksAtOnce()
    {
        var until = DateTimeOffset.UtcNow.AddDays(1);
        var made = (await Client.CreateApiKey(["SERVER", "INGEST"], " web shop ", until)).Expect(201);
        var (key, id) = (made.Text("key"), made.Text("id"));
        Assert.Matches("^sk_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$", key);
        Assert.Equal("no-store", made.Headers["Cache-Control"].Single());
        (await Node.With(key).Open(NewUser())).Expect(201);

        var list = (await Client.Get("/api/v1/keys")).Expect(200);
        Assert.DoesNotContain(key[12..], list.Body, StringComparison.Ordinal);
        var listed = (await Client.Keys())[id];
        Assert.Equal(
            ["createdAt", "expiresAt", "id", "lastUsedAt", "name", "prefix", "revokedAt", "scopes"],
            listed.Select(member => member.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ("web shop", key.Substring(3, 8), """["INGEST","SERVER"]"""),
            ((string?)listed["name"], (string?)listed["prefix"], listed["scopes"]!.ToJsonString())
        );
        Assert.Equal(until.ToUnixTimeMilliseconds(), Time(listed, "expiresAt").ToUnixTimeMilliseconds());
        foreach (var member in new[] { "id", "createdAt", "expiresAt", "revokedAt" })
            Assert.Equal(made.Json![member]?.ToJsonString(), listed[member]?.ToJsonString());
    }

    [Fact]
    public async Task List_WhenAKeyWasUsed_SaysWhen()
    {
        var made = (await Client.CreateApiKey(["SERVER"])).Expect(201);
        Assert.Null((await Client.Keys())[made.Text("id")]["lastUsedAt"]);
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        (await Node.With(made.Text("key")).Open(NewUser())).Expect(201);
        await Probe.Until(async () => (await Client.Keys())[made.Text("id")]["lastUsedAt"] is not null, "the use is written");
        Assert.InRange(Time((await Client.Keys())[made.Text("id")], "lastUsedAt"), before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task List_WhenTheOperatorChoseTheFirstKey_HasItWithoutAPrefix()
    {
        var first = Assert.Single((await Client.Keys()).Values, key => (string?)key["name"] == "bootstrap");
        Assert.Null(first["prefix"]);
        Assert.Equal("""["SERVER","ADMIN","OPERATOR"]""", first["scopes"]!.ToJsonString());
    }

    [Fact]
    public async Task Rotate_WhenTheOverlapEnds_LeavesTheSuccessorAlone()
    {
        var old = (await Client.CreateApiKey(["SERVER"], "rotated")).Expect(201);
        var next = (await Client.RotateApiKey(old.Text("id"), "PT2S")).Expect(201);
        Assert.Equal(
            ("rotated", """["SERVER"]""", old.Text("id")),
            (next.Text("name"), next.Json!["scopes"]!.ToJsonString(), (string?)next.Json["replaces"]!["id"])
        );
        Assert.Equal("no-store", next.Headers["Cache-Control"].Single());
        (await Node.With(next.Text("key")).Open(NewUser())).Expect(201);
        (await Node.With(old.Text("key")).Open(NewUser())).Expect(201);

        await Probe.Until(async () => (await Node.With(old.Text("key")).Open(NewUser())).Code == "key_expired", "the old key has ended");
        (await Node.With(next.Text("key")).Open(NewUser())).Expect(201);
        (await Client.RotateApiKey(old.Text("id"))).Expect(409, "key_ended");
    }

    [Fact]
    public async Task Rotate_WhenTheOverlapIsLeftOutOrMinutes_IsADayOrThem()
    {
        foreach (var (overlap, minutes) in new (JsonNode?, int)[] { (null, 1440), (90, 90), (1.5, 1), ("PT36H", 2160) })
        {
            var old = (await Client.CreateApiKey(["INGEST"])).Expect(201);
            var next = (await Client.RotateApiKey(old.Text("id"), overlap)).Expect(201);
            Assert.Equal(
                minutes,
                (int)(Time(next.Json!["replaces"]!.AsObject(), "expiresAt") - Time(next.Json!, "createdAt")).TotalMinutes
            );
        }
    }

    [Fact]
    public async Task Revoke_WhenDone_IsObeyedByThisNodeAtOnceAndForGood()
    {
        var made = (await Client.CreateApiKey(["SERVER"])).Expect(201);
        (await Node.With(made.Text("key")).Open(NewUser())).Expect(201);
        Assert.Equal(204, (await Client.RevokeApiKey(made.Text("id"))).Number);

        var refused = (await Node.With(made.Text("key")).Open(NewUser())).Expect(401, "key_revoked");
        Assert.Equal(("Bearer", "application/problem+json"), (refused.Headers["WWW-Authenticate"].Single(), refused.MediaType));
        Assert.NotNull((await Client.Keys())[made.Text("id")]["revokedAt"]);
        Assert.Equal(204, (await Client.RevokeApiKey(made.Text("id"))).Number);
        (await Client.RotateApiKey(made.Text("id"))).Expect(409, "key_ended");
    }

    [Fact]
    public async Task Revoke_WhenItIsTheLastUsableAdminKey_IsRefused()
    {
        var key = await TenantKey.Stored(Node);
        var tenant = Node.With(key);
        var id = (await tenant.Keys()).Keys.Single();
        (await tenant.CreateApiKey(["SERVER"])).Expect(201);
        (await tenant.RevokeApiKey(id)).Expect(409, "last_admin_key");
        (await tenant.Get("/api/v1/keys")).Expect(200);

        var second = (await tenant.CreateApiKey(["ADMIN"])).Expect(201);
        Assert.Equal(204, (await Node.With(second.Text("key")).RevokeApiKey(id)).Number);
        (await tenant.Get("/api/v1/keys")).Expect(401, "key_revoked");
    }

    [Fact]
    public async Task EachCall_WhenTheKeyIsAnotherTenants_FindsNone()
    {
        var (ours, theirs) = (Client, Node.With(await TenantKey.Stored(Node)));
        var made = (await ours.CreateApiKey(["SERVER"], "ours")).Expect(201);
        Assert.DoesNotContain(made.Text("id"), (await theirs.Keys()).Keys);
        (await theirs.RotateApiKey(made.Text("id"))).Expect(404, "key_unknown");
        (await theirs.RevokeApiKey(made.Text("id"))).Expect(404, "key_unknown");
        (await Node.With(made.Text("key")).Open(NewUser())).Expect(201);

        var foreign = (await theirs.CreateApiKey(["SERVER"], "theirs")).Expect(201);
        Assert.DoesNotContain(foreign.Text("id"), (await ours.Keys()).Keys);
        (await ours.RevokeApiKey(foreign.Text("id"))).Expect(404, "key_unknown");
        var session = (await Node.With(foreign.Text("key")).Open(NewUser())).Expect(201).Text("sessionId");
        (await ours.Session(session)).Expect(404, "session_expired");
    }

    [Theory]
    [InlineData("""{}""", "name", "scopes")]
    [InlineData("""{"name":" ","scopes":[]}""", "name", "scopes")]
    [InlineData("""{"name":"a\u0000b","scopes":["SERVER"]}""", "name")]
    [InlineData("""{"name":"a","scopes":["SERVER","ROOT"]}""", "scopes")]
    [InlineData("""{"name":"a","scopes":["NONE"]}""", "scopes")]
    [InlineData("""{"name":"a","scopes":["SERVER"],"expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt")]
    public async Task Create_WhenTheBodyIsBad_NamesTheFields(string body, params string[] paths) =>
        Assert.Equal(paths, (await Client.PostText("/api/v1/keys", body)).Expect(422, "invalid_request").ErrorPaths);

    [Theory]
    [
        InlineData("\"soon\"", 422),
        InlineData("-1", 422),
        InlineData("43201", 422),
        InlineData("\"P31D\"", 422),
        InlineData("1e300", 422),
        InlineData("\"-PT1S\"", 422)
    ]
    [InlineData("{}", 400), InlineData("true", 400)]
    public async Task Rotate_WhenTheOverlapIsBad_NamesIt(string overlap, int status)
    {
        var answer = (await Client.PostText($"/api/v1/keys/{Guid.NewGuid()}/rotate", $$"""{"overlap":{{overlap}}}""")).Expect(status);
        Assert.Equal(["overlap"], answer.ErrorPaths);
    }

    [Fact]
    public async Task AnyCall_WhenTheIdIsNone_Is404()
    {
        (await Client.RevokeApiKey("not-an-id")).Expect(404);
        (await Client.RotateApiKey(Guid.NewGuid().ToString())).Expect(404, "key_unknown");
    }

    private static DateTimeOffset Time(JsonObject key, string member) => (DateTimeOffset)key[member]!;
}

[Collection(EmbeddedNode.Name)]
public sealed class KeysOnEmbeddedParts(EmbeddedParts parts) : KeyTests(parts);

[Collection(ServedNode.Name)]
public sealed class KeysOnServedParts(ServedParts parts) : KeyTests(parts);
