using System.Globalization;
using System.Net;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>Two Redis endpoints, named in any order. The relevant memory is that of the master, which may be lost and replaced.</summary>
public sealed class EndpointsTests : IAsyncLifetime
{
    private const int Memory = 24 * 1024 * 1024;

    private readonly RedisServer small = new() { Arguments = ["--maxmemory", Memory.ToString(CultureInfo.InvariantCulture)] };
    private readonly RedisServer other = new() { Arguments = ["--repl-diskless-sync-delay", "0"] };
    private SentinelNode? node;
    private OpenSession session = null!;
    private readonly Person person = new(1, DateTimeOffset.UtcNow.AddSeconds(1));
    private long sequence;

    private NodeClient Client => node!.Client;

    public async Task InitializeAsync()
    {
        await small.InitializeAsync();
        await other.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        if (node is not null) await node.DisposeAsync();
        await small.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Score_WhenTheFirstEndpointIsDead_StopsAtAQuarterOfTheOthersMemoryAndGoesOnAfterwards()
    {
        other.Kill();
        await Start($"{other.ConnectionString},{small.ConnectionString}");
        await Hoard(small);
        await Probe.Until(async () => (await Batch()).Degraded, "scoring stops");
        Assert.Equal("Unhealthy", await Health());
        await On(small, redis => redis.GetDatabase().KeyDeleteAsync(Elsewhere));
        await Probe.Until(async () => !(await Batch()).Degraded, "it is scored again");
    }

    /// <summary>The replica has no memory limit, so its limit would be the machine's memory.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public async Task Score_WhenTheFirstEndpointIsAReplicaThatIsPromoted_FollowsWhicheverIsTheMaster()
    {
        await On(other, redis => redis.GetServer(other.ConnectionString).ReplicaOfAsync(new IPEndPoint(IPAddress.Loopback, small.Port)));
        await Probe.Until(Replicates, "it replicates");
        await Start($"{other.ConnectionString},{small.ConnectionString}");
        await Hoard(small);
        await Probe.Until(async () => (await Batch()).Degraded, "scoring stops");

        await On(other, redis => redis.GetServer(other.ConnectionString).ExecuteAsync("REPLICAOF", "NO", "ONE"));
        small.Kill();
        // The outbox is tiny compared with the machine's memory.
        await Probe.Until(async () => !(await Batch()).Degraded, "it is scored by the new master, whose memory is larger");
    }

    [Fact]
    public async Task Score_WhenRedisMayEvict_ChallengesAndSaysSoUntilThePolicyIsRight()
    {
        other.Kill();
        await Start(small.ConnectionString);
        await On(small, redis => redis.GetServer(small.ConnectionString).ConfigSetAsync("maxmemory-policy", "allkeys-lru"));
        await Probe.Until(async () => (await Batch()) is { Degraded: true, Decision: "CHALLENGE" }, "decisions are CHALLENGE");
        await Probe.Until(async () => await Health() == "Unhealthy", "the health check says so");
        Assert.Contains("allkeys-lru", (await Client.Get("/health/ready")).Body, StringComparison.Ordinal);
        Assert.Matches("sentinel_hot_state_may_evict\\{[^}]*\\} 1\\s", (await Client.Get("/metrics")).Body);
        Assert.Contains("maxmemory-policy allkeys-lru", node!.Log, StringComparison.Ordinal);
        (await Client.End(session.Id)).Expect(503, "hot_state_unavailable");

        // After a restart the node reads the policy again; the server's arguments still set noeviction.
        small.Kill();
        await small.Start();
        await On(small, redis => redis.GetServer(small.ConnectionString).ConfigSetAsync("maxmemory-policy", "noeviction"));
        await Probe.Until(async () => !(await Client.Open($"u-{Guid.NewGuid():N}")).Expect(201).Degraded, "sessions are opened again");
        // Redis came back empty. A session opens as soon as its own partition has its marker again; healthy are all partitions.
        await Probe.Until(async () => await Health() == "Healthy", "every partition has its marker again");
    }

    private Task<bool> Replicates() =>
        On(
            other,
            async redis =>
                (await redis.GetServer(other.ConnectionString).InfoRawAsync("replication"))!.Contains(
                    "master_link_status:up",
                    StringComparison.Ordinal
                )
        );

    private static RedisKey Elsewhere => RedisKeys.Outbox(new(7));

    private async Task Start(string endpoints)
    {
        node = await SentinelNode.Started(new NodeSettings { Redis = endpoints }.OnClientTime().With("Jobs__Drain", "false"));
        Answer? opened = null;
        await Probe.Until(async () => !(opened = (await Client.Open("u-1")).Expect(201)).Degraded, "the session is opened in hot state");
        session = new(opened!.Text("sessionId"), opened.Text("ingestToken"), "u-1");
        Assert.False((await Batch()).Degraded);
    }

    private async Task<Answer> Batch() =>
        (await Client.Batch(session.Id, person.Batch(++sequence, session.User))).Expect(200);

    private async Task<string?> Health() => (string?)(await Client.Get("/health/ready")).Json!["parts"]!["hot_state"]!["status"];

    /// <summary>Fills an undrained partition with 30 % of the small server's memory.</summary>
    private static async Task Hoard(RedisServer server)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var records = Enumerable.Repeat((RedisValue)new byte[1000], 200).ToArray();
        var database = redis.GetDatabase();
        while (await database.ExecuteAsync("MEMORY", "USAGE", Elsewhere) is var held && (held.IsNull ? 0 : (long)held) < 0.3 * Memory)
            await database.ListRightPushAsync(Elsewhere, records);
    }

    private static async Task<T> On<T>(RedisServer server, Func<ConnectionMultiplexer, Task<T>> call)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{server.ConnectionString},allowAdmin=true");
        return await call(redis);
    }

    private static async Task On(RedisServer server, Func<ConnectionMultiplexer, Task> call)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{server.ConnectionString},allowAdmin=true");
        await call(redis);
    }
}
