namespace Sentinel.Integration.Tests;

/// <summary>What operators may do that tenants may not.</summary>
public sealed class OperatorTests
{
    [Fact]
    public async Task Keys_WhenAnAdministratorMakesOrReplacesOnes_NeverGiveMoreThanTheirMakerHas()
    {
        await using var node = await SentinelNode.Started(new NodeSettings());
        var (admin, both) = (node.With(await Made(node.Client, "ADMIN")), node.With(await Made(node.Client, "ADMIN", "SERVER")));
        foreach (var wanted in new[] { "OPERATOR", "SERVER", "INGEST" }) (await admin.CreateApiKey([wanted])).Expect(403, "scope_not_held");
        (await admin.CreateApiKey(["ADMIN", "OPERATOR"])).Expect(403, "scope_not_held");
        (await both.CreateApiKey(["INGEST", "SERVER", "ADMIN"])).Expect(201);
        var first = (await node.Client.Keys()).Single(key => (string?)key.Value["name"] == "bootstrap").Key;
        (await both.RotateApiKey(first)).Expect(403, "scope_not_held");
        (await both.RevokeApiKey(first)).Expect(403, "scope_not_held");
        (await node.Client.RevokeApiKey(first)).Expect(409, "last_operator_key");

        var operating = node.With(await Made(node.Client, "OPERATOR"));
        (await operating.Get("/metrics")).Expect(200);
        (await operating.Get("/api/v1/keys")).Expect(403, "forbidden");
        (await both.Get("/metrics")).Expect(403, "forbidden");
        (await node.With(await TenantKey.Stored(node)).Get("/metrics")).Expect(403, "forbidden");
    }

    private static async Task<string> Made(NodeClient client, params string[] scopes) =>
        (await client.CreateApiKey(scopes)).Expect(201).Text("key");
}
