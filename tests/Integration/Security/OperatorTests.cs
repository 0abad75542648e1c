using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

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
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Start_WhenTheFirstKeyIsFromBeforeThereWereOperators_MakesItOneAndNoOther()
    {
        await using var node = await SentinelNode.Started(new NodeSettings());
        var admin = await Made(node.Client, "ADMIN", "SERVER");
        var another = await TenantKey.Stored(node);
        Guid first;
        await using (var storage = new NodeStorage(node))
        {
            var change = await storage.Service<IApiKeys>().Change<int>(
                TenantId.Default,
                keys => new(0, keys.Single(key => key.Prefix.Length == 0) with { Scopes = Scopes.Admin | Scopes.Server }), default);
            first = change.Written[0].Id;
        }

        node.Stop();
        await node.Start();
        (await node.Client.Get("/metrics")).Expect(200);
        (await node.With(admin).Get("/metrics")).Expect(403, "forbidden");
        (await node.With(another).Get("/metrics")).Expect(403, "forbidden");
        Assert.Single(node.Log.Split('\n'), line => line.Contains($"Key {first} is an operator's from now on", StringComparison.Ordinal));
        var row = Assert.Single(await node.Client.AuditRows(""), row => (string?)row["target"] == $"{first}");
        Assert.Equal(("KEY_REPLACED", "operator", null), ((string?)row["kind"], (string?)row["action"], (string?)row["actor"]));
    }

    private static async Task<string> Made(NodeClient client, params string[] scopes) =>
        (await client.CreateApiKey(scopes)).Expect(201).Text("key");
}
