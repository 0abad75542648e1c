using System.Net;
using Sentinel.Application.ApiKeys;

namespace Sentinel.Integration.Tests;

/// <summary>Keys while PostgreSQL is away. Uses its own server so as not to disturb other tests; 15 minutes are 15 seconds here.</summary>
public sealed class KeysWithoutColdStorageTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [Fact]
    public async Task EachKey_WhenPostgresGoesAwayAndComesBack_IsNeverCalledWrong()
    {
        var settings = new NodeSettings { Postgres = await server.Database("keys"), Environment = "Production" };
        await using var node = await SentinelNode.Started(
            settings with
            {
                Others = settings.Others.SetItem("Keys__GraceSeconds", "15"),
            }
        );
        var session = await node.Client.Opened("u-1");
        var made = (await node.Client.CreateApiKey(["SERVER"])).Expect(201).Text("key");
        var revoked = (await node.Client.CreateApiKey(["SERVER"])).Expect(201);
        (await node.Client.RevokeApiKey(revoked.Text("id"))).Expect(204);
        using var browser = SignInTests.Browser(node);
        await SignInTests.SignIn(browser, settings.AdminKey, "/hangfire");
        var person = new Person(1, DateTimeOffset.UtcNow);

        server.Stop();
        foreach (var known in new[] { made, settings.AdminKey }) (await node.With(known).Evaluate(session.Id)).Expect(200);
        await ExpectUnavailable(node, ApiKeySecret.Mint().Text, session);
        (await node.Client.CreateApiKey(["SERVER"])).Expect(503, "cold_storage_unavailable");

        await Probe.Until(
            async () => (await node.With(made).Evaluate(session.Id)).Number == 503,
            "patience has ended",
            TimeSpan.FromSeconds(40)
        );
        foreach (var known in new[] { made, settings.AdminKey, ApiKeySecret.Mint().Text })
            await ExpectUnavailable(node, known, session);
        (await node.With(revoked.Text("key")).Evaluate(session.Id)).Expect(401, "key_revoked");
        (await node.With("garbage").Evaluate(session.Id)).Expect(401, "unauthorized");
        (await node.With(session.Token).Batch(session.Id, person.Batch(1))).Expect(200);
        (await node.With(session.Token[..^4] + "AAAA").Batch(session.Id, person.Batch(2))).Expect(401, "unauthorized");
        foreach (var path in new[] { "/api/v1/keys", "/hangfire" })
            (await Answer.Of(await browser.GetAsync(path))).Expect(503, "keys_unavailable");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SignInTests.SignIn(browser, settings.AdminKey, "/hangfire")).StatusCode);
        (await node.With(null).Get("/health/live")).Expect(200);

        server.Start();
        await Probe.Until(async () => (await node.With(made).Evaluate(session.Id)).Number == 200, "keys are known again");
        (await node.With(ApiKeySecret.Mint().Text).Evaluate(session.Id)).Expect(401, "unauthorized");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/keys")).StatusCode);
    }

    private static async Task ExpectUnavailable(SentinelNode node, string key, OpenSession session)
    {
        var answer = (await node.With(key).Evaluate(session.Id)).Expect(503, "keys_unavailable");
        Assert.Single(answer.Headers["Retry-After"]);
        Assert.Equal("application/problem+json", answer.MediaType);
    }
}
