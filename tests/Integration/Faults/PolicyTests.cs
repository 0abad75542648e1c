namespace Sentinel.Integration.Tests;

/// <summary>Nodes with different policies report it, because a decision that depends on the node must be noticed.</summary>
public sealed class PolicyTests : IAsyncLifetime
{
    private readonly RedisServer redis = new();

    public Task InitializeAsync() => redis.InitializeAsync();

    public Task DisposeAsync() => redis.DisposeAsync();

    [Fact]
    [Trait("Category", "Long")]
    public async Task Ready_WhenANodeGoesByAnotherPolicy_IsDegradedAndLoggedOnBoth()
    {
        var settings = new NodeSettings { Redis = redis.ConnectionString };
        await using var first = await SentinelNode.Started(settings);
        Assert.Equal("Healthy", await Health(first));
        await using var second = await SentinelNode.Started(settings.With("Policy__Preset", "zero-trust"));
        foreach (var node in new[] { second, first })
        {
            await Probe.Until(async () => await Health(node) == "Degraded", "the difference is reported");
            Assert.Equal(200, (await node.Client.Get("/health/ready")).Number);
            await node.Logged("1 nodes on this hot state use another policy");
            Assert.Matches("sentinel_policy_others\\{[^}]*\\} 1\\s", (await node.Client.Get("/metrics")).Body);
        }
    }

    private static async Task<string?> Health(SentinelNode node) =>
        (string?)(await node.Client.Get("/health/ready")).Json!["parts"]!["policy"]!["status"];
}
