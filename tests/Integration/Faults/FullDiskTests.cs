namespace Sentinel.Integration.Tests;

/// <summary>
/// A full disk under each component that writes: a clear log line, CHALLENGE or no change, no crash, and nothing lost once there is room.
/// </summary>
public sealed class FullDiskTests
{
    private const int Batches = 10;

    [FactWithSmallDisk]
    [Trait("Category", "Long")]
    public async Task Score_WhenTheDatabasesDiskIsFull_GoesOnAndDrainsLater()
    {
        await using var redis = await Started(new());
        using var disk = new SmallDisk(48);
        await using var node = await SentinelNode.Started(On(disk, redis.ConnectionString));
        var crowd = new TypingCrowd([node], people: 3, Batches);
        await crowd.Open();
        disk.Fill();
        await crowd.Run();
        Assert.All(crowd.Answers, answer => Assert.Equal((200, false), (answer.Number, answer.Degraded)));
        await Probe.Until(() => node.Log.Contains("cold storage cannot be written", StringComparison.OrdinalIgnoreCase), "the log says so");
        disk.Free();
        await crowd.AssertAudited(node.Client);
    }

    [FactWithSmallDisk]
    [Trait("Category", "Long")]
    public async Task Score_WhenTheSpoolsDiskIsFull_ChallengesAndDeliversLater()
    {
        await using var redis = await Started(new() { Arguments = ["--appendonly", "yes", "--appendfsync", "always"] });
        using var disk = new SmallDisk(48);
        await using var node = await SentinelNode.Started(On(disk, redis.ConnectionString));
        var crowd = new TypingCrowd([node], people: 3, Batches);
        await crowd.Open();
        disk.Fill();
        redis.Kill();
        var run = crowd.Run();
        await Probe.Until(() => crowd.Degraded.Count >= 20, "degraded answers come");
        await Probe.Until(() => node.Log.Contains("The spool cannot be written", StringComparison.Ordinal), "the log says so");
        Assert.Equal(0, crowd.Accepted);
        await redis.Start();
        await run;
        disk.Free();
        await crowd.AssertAudited(node.Client);
        var degraded = crowd.Degraded.Count;
        await Probe.Until(
            async () => await Spooled(node, crowd) == degraded,
            "each degraded decision is in the audit",
            TimeSpan.FromSeconds(60)
        );
    }

    [FactWithSmallDisk]
    [Trait("Category", "Long")]
    public async Task Score_WhenRedisCannotWriteItsLog_ChallengesUntilItCan()
    {
        using var disk = new SmallDisk(8);
        await using var redis = await Started(
            new() { Arguments = ["--dir", disk.Path, "--appendonly", "yes", "--appendfsync", "everysec"] }
        );
        await using var node = await SentinelNode.Started(new NodeSettings { Redis = redis.ConnectionString }.OnClientTime());
        var crowd = new TypingCrowd([node], people: 3, batches: 60);
        await crowd.Open();
        disk.Fill();
        var run = crowd.Run();
        await Probe.Until(() => crowd.Degraded.Count >= 20, "degraded answers come");
        Assert.All(crowd.Degraded, answer => Assert.Equal("CHALLENGE", answer.Decision));
        await node.Logged("No space left on device");
        disk.Free();
        await run;
        await crowd.AssertAudited(node.Client);
    }

    [FactWithSmallDisk]
    [Trait("Category", "Long")]
    public async Task Score_WhenTheEmbeddedPartsDiskIsFull_ChallengesAndLosesNothing()
    {
        using var disk = new SmallDisk(64);
        await using var node = await SentinelNode.Started(On(disk, redis: null));
        var crowd = new TypingCrowd([node], people: 3, batches: 40);
        await crowd.Open();
        var run = crowd.Run();
        await crowd.Until(12);
        disk.Fill();
        await Task.Delay(TimeSpan.FromSeconds(5));
        Assert.All(crowd.Answers, answer => Assert.Equal(200, answer.Number));
        Assert.Equal(200, (await node.Client.Get("/health/live")).Number);
        disk.Free();
        await run;
        await crowd.AssertAudited(node.Client);
        node.Kill();
        await node.Start();
        await crowd.AssertAudited(node.Client);
    }

    private static async Task<RedisServerInUse> Started(RedisServer server)
    {
        await server.InitializeAsync();
        return new(server);
    }

    private static NodeSettings On(SmallDisk disk, string? redis)
    {
        var settings = new NodeSettings { Redis = redis }.OnClientTime();
        return settings with { Others = settings.Others.SetItem("SENTINEL_DATA", Path.Combine(disk.Path, "data")) };
    }

    private static async Task<int> Spooled(SentinelNode node, TypingCrowd crowd)
    {
        var sum = 0;
        foreach (var session in crowd.Sessions)
            sum += (await node.Client.AuditRows($"sessionId={session.Id}"))
                .Where(row => (string)row["kind"]! == "DEGRADED")
                .Sum(row => (int)row["count"]!);
        return sum;
    }

    private sealed class RedisServerInUse(RedisServer server) : IAsyncDisposable
    {
        public string ConnectionString => server.ConnectionString;

        public void Kill() => server.Kill();

        public Task Start() => server.Start();

        public async ValueTask DisposeAsync() => await server.DisposeAsync();
    }
}
