using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using static Sentinel.Integration.Tests.SignalTransmitter;

namespace Sentinel.Integration.Tests;

/// <summary>Shared Signals: events of a configured transmitter end a user's sessions, and nobody else's do.</summary>
public sealed class SignalTests : IAsyncLifetime
{
    private SignalTransmitter _transmitter = null!;
    private SentinelNode _node = null!;

    public async Task InitializeAsync()
    {
        _transmitter = await Started();
        _node = await SentinelNode.Started(new NodeSettings().OnClientTime()
            .With("SharedSignals__Transmitters__idp__Issuer", Issuer)
            .With("SharedSignals__Transmitters__idp__Audience", Audience)
            .With("SharedSignals__Transmitters__idp__JwksUri", _transmitter.KeysAddress));
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _transmitter.DisposeAsync();
    }

    /// <summary>One test, because each has a node of its own.</summary>
    [Fact]
    public async Task Push_WhenATokenIsGenuine_EndsTheSessionsOfThatTime()
    {
        foreach (var (type, subject) in new[]
        {
            ("session-revoked", Simple("jane")), ("credential-change", Simple("joe")),
            // As in the examples of CAEP 1.0: a session, a device and a tenant beside the user.
            ("session-revoked", new JsonObject
            {
                ["format"] = "complex",
                ["session"] = new JsonObject { ["format"] = "opaque", ["id"] = "dMTlD|1600802906337.16|16008.16" },
                ["user"] = Simple("99beb27c-c1c2-4955-882a-e0dc4996fcbc"),
                ["tenant"] = new JsonObject { ["format"] = "opaque", ["id"] = "123456789" },
            }),
            ("session-revoked", new JsonObject
            {
                ["format"] = "aliases",
                ["identifiers"] = new JsonArray(new JsonObject { ["format"] = "phone_number", ["phone_number"] = "+1" }, Simple("ann")),
            }),
        })
        {
            var user = (string?)subject["sub"] ?? (string?)subject["user"]?["sub"] ?? "ann";
            var session = await _node.Client.Opened(user);
            (await Push(_transmitter.Token(type, subject, DateTimeOffset.UtcNow))).Expect(202);
            (await _node.Client.Evaluate(session.Id, "LOW")).Expect(409, "session_ended");
            await Probe.Until(
                async () => (await _node.Client.AuditRows($"userId={user}&kind=SESSIONS_REVOKED")) is [var row]
                    && (string?)row["target"] == "idp" && (string?)row["action"] == type && row["actor"] is null,
                "the signal is in the audit");
        }

        // What was opened after the event goes on, also if the token is sent again.
        var (before, late) = (DateTimeOffset.UtcNow, Simple("late"));
        var token = _transmitter.Token("session-revoked", late, before);
        (await Push(token)).Expect(202);
        var after = await _node.Client.Opened("late");
        (await Push(token)).Expect(202);
        Assert.Equal("ALLOW", (await _node.Client.Evaluate(after.Id, "LOW")).Expect(200).Decision);
        // A time to come is now, and drafts have milliseconds.
        (await Push(_transmitter.Token("session-revoked", Simple("late"), before, claims =>
            claims["events"]![Caep + "session-revoked"]!["event_timestamp"] = before.AddDays(1).ToUnixTimeMilliseconds()))).Expect(202);
        (await _node.Client.Evaluate(after.Id, "LOW")).Expect(409, "session_ended");
        Assert.Equal("ALLOW", (await _node.Client.Evaluate((await _node.Client.Opened("late")).Id, "LOW")).Expect(200).Decision);
        await Probe.Until(
            async () => (await _node.Client.AuditRows("userId=late&kind=SESSIONS_REVOKED")).Count == 2, "the audit has each effect once");

        await OnlyFrom("bob");
        await AfterANewKey("kim");
    }

    /// <summary>Tokens of others, for others, of other kinds or about nobody change nothing, and the answer says why.</summary>
    private async Task OnlyFrom(string user)
    {
        var session = await _node.Client.Opened(user);
        var now = DateTimeOffset.UtcNow;
        await Refused("invalid_issuer", claims => claims["iss"] = "https://elsewhere.example/");
        await Refused("invalid_audience", claims => claims["aud"] = "https://sp.example.net/caep");
        await Unknown(NewKey());
        await Refused("invalid_request", kind: "JWT");
        await Refused("invalid_request", claims => claims.Remove("events"));
        await Refused("invalid_request", claims => claims.Remove("jti"));
        await Refused("invalid_request", claims => claims["iat"] = "yesterday");
        await Refused("invalid_request", claims => claims["events"]![Caep + "session-revoked"]!["event_timestamp"] = -1);
        var shared = new SymmetricSecurityKey(new byte[32]) { KeyId = _transmitter.Keys[0].Key.KeyId };
        await Unknown(new(shared, SecurityAlgorithms.HmacSha256));
        var unsigned = _transmitter.Token("session-revoked", Simple(user), now);
        foreach (var body in new[] { "", "x", "a.b.c", unsigned[..(unsigned.LastIndexOf('.') + 1)], new string('a', 40_000) })
            Assert.True((await Push(body)).Number is 400 or 413);
        var asJson = await Push(_transmitter.Token("session-revoked", Simple(user), now), "application/json");
        Assert.Equal("invalid_request", asJson.Expect(400).Text("err"));
        (await Push(_transmitter.Token("session-revoked", Simple(user), now), name: "other")).Expect(404);
        // Taken, but of no user of ours, or of another kind.
        (await Push(_transmitter.Token("device-compliance-change", Simple(user), now))).Expect(202);
        (await Push(_transmitter.Token("session-revoked", Simple(user, "https://elsewhere.example/"), now))).Expect(202);
        (await Push(_transmitter.Token("session-revoked", new() { ["format"] = "email", ["email"] = user }, now))).Expect(202);
        (await Push(_transmitter.Token("session-revoked", Simple("no spaces"), now))).Expect(202);
        Assert.Equal("ALLOW", (await _node.Client.Evaluate(session.Id, "LOW")).Expect(200).Decision);

        // Just after the keys were read, nobody can tell whether a key is unknown or new: 503, send it again.
        async Task Unknown(SigningCredentials key)
        {
            Answer? answer = null;
            await Probe.Until(
                async () => (answer = await Push(_transmitter.Token("session-revoked", Simple(user), now, key: key))).Number != 503,
                "the keys are read again");
            Assert.Equal("invalid_key", answer!.Expect(400).Text("err"));
        }

        async Task Refused(string err, Action<JsonObject>? change = null, SigningCredentials? key = null, string kind = "secevent+jwt") =>
            Assert.Equal(
                err, (await Push(_transmitter.Token("session-revoked", Simple(user), now, change, key, kind))).Expect(400).Text("err"));
    }

    /// <summary>A transmitter changes its key; the node reads the new one when a token names it.</summary>
    private async Task AfterANewKey(string user)
    {
        var former = _transmitter.Keys[0];
        _transmitter.Keys.Insert(0, NewKey());
        var session = await _node.Client.Opened(user);
        _transmitter.IsAway = true;
        (await Push(_transmitter.Token("session-revoked", Simple(user), DateTimeOffset.UtcNow))).Expect(503);
        (await Push(_transmitter.Token("session-revoked", Simple("tom"), DateTimeOffset.UtcNow, key: former))).Expect(202);
        _transmitter.IsAway = false;
        await Probe.Until(
            async () => (await Push(_transmitter.Token("session-revoked", Simple(user), DateTimeOffset.UtcNow))).Number == 202,
            "the new key is known");
        (await _node.Client.Evaluate(session.Id, "LOW")).Expect(409, "session_ended");
    }

    private static JsonObject Simple(string user, string issuer = Issuer) =>
        new() { ["format"] = "iss_sub", ["iss"] = issuer, ["sub"] = user };

    private Task<Answer> Push(string token, string type = "application/secevent+jwt", string name = "idp")
    {
        StringContent content = new(token);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return _node.With(null).Send(new(HttpMethod.Post, $"/ssf/events/{name}") { Content = content });
    }
}
