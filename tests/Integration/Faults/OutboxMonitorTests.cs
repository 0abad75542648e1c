using System.Globalization;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>
/// docs/reliability.md: an undrained outbox is reported at a tenth of Redis' memory and stops scoring at a quarter. Audit records are never
/// dropped in order to continue.
/// </summary>
public sealed class OutboxMonitorTests(OutboxMonitorTests.Parts parts) : IClassFixture<OutboxMonitorTests.Parts>, IAsyncLifetime
{
    private const int Memory = 24 * 1024 * 1024;

    private readonly SentinelNode node = parts.Node;
    private readonly ConnectionMultiplexer redis = parts.Redis;
    private int logged;

    /// <summary>Each test starts with a Redis that has room and answers all commands.</summary>
    public async Task InitializeAsync()
    {
        await redis.GetDatabase().KeyDeleteAsync(Elsewhere);
        await Admin("ACL", "SETUSER", "default", "+@all");
        await Admin("CONFIG", "SET", "maxmemory-policy", "noeviction");
        await Probe.Until(async () => await Health() == "Healthy", "the node knows that Redis has room");
        logged = node.Log.Length;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Score_WhenTheOutboxFillsRedis_WarnsThenChallengesAndGoesOnWhenThereIsRoom()
    {
        var session = await node.Client.Opened(NewUser());
        var person = new Person(1, DateTimeOffset.UtcNow.AddSeconds(1));
        (await node.Client.Batch(session.Id, person.Batch(1, session.User))).Expect(200);
        Assert.Equal("Healthy", await Health());

        await Hoard(0.13);
        await Probe.Until(async () => await Health() == "Degraded", "the health check warns");
        Assert.False((await node.Client.Batch(session.Id, person.Batch(2, session.User))).Expect(200).Degraded);

        await Hoard(0.3);
        await Probe.Until(async () => await Health() == "Unhealthy", "the health check says that it is full");
        var length = await Length();
        for (var sequence = 3; sequence < 8; sequence++)
        {
            var answer = (await node.Client.Batch(session.Id, person.Batch(3, session.User))).Expect(200);
            Assert.Equal((true, "CHALLENGE", false), (answer.Degraded, answer.Decision, (bool)answer.Json!["accepted"]!));
        }

        Assert.Equal((true, "CHALLENGE"), Read((await node.Client.Evaluate(session.Id)).Expect(200)));
        Assert.Equal((true, "CHALLENGE"), Read((await node.Client.Open(NewUser())).Expect(201)));
        (await node.Client.End(session.Id)).Expect(503, "hot_state_unavailable");
        Assert.Equal(length, await Length());
        await Logged("decisions are CHALLENGE until it has drained");
        Assert.Contains("sentinel_outbox_share{", (await node.Client.Get("/metrics")).Body, StringComparison.Ordinal);

        await redis.GetDatabase().KeyDeleteAsync(Elsewhere);
        await Probe.Until(
            async () => !(await node.Client.Batch(session.Id, person.Batch(3, session.User))).Expect(200).Degraded,
            "it is scored again"
        );
    }

    /// <summary>Some providers refuse MEMORY USAGE; the values of INFO still count.</summary>
    [Fact]
    public async Task Score_WhenTheShareIsUnreadableAndRedisMayEvict_Challenges()
    {
        await Refuse("memory");
        await Admin("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        await Probe.Until(async () => await Health() == "Unhealthy", "the health check says so");
        Assert.Equal((true, "CHALLENGE"), Read((await node.Client.Open(NewUser())).Expect(201)));
        await Admin("CONFIG", "SET", "maxmemory-policy", "noeviction");
        await Probe.Until(async () => await Health() == "Degraded", "the health check says that the share is not known");
        Assert.False((await node.Client.Open(NewUser())).Expect(201).Degraded);
    }

    /// <summary>An expired reading stops nothing and is reported.</summary>
    [Theory]
    [InlineData("memory"), InlineData("info")]
    public async Task Score_WhenTheLastReadingHasExpired_GoesOnAndIsReported(string refused)
    {
        await Hoard(0.3);
        await Probe.Until(async () => await Health() == "Unhealthy", "the health check says that it is full");
        await Refuse(refused);
        await Probe.Until(async () => await Health() == "Degraded", "the health check says that the share is not known");
        Assert.False((await node.Client.Open(NewUser())).Expect(201).Degraded);
        await Logged("could not be read for 10 s");
    }

    private static string NewUser() => $"u-{Guid.NewGuid():N}";

    /// <summary>Logged since this test began.</summary>
    private Task Logged(string text) =>
        Probe.Until(() => node.Log.IndexOf(text, logged, StringComparison.Ordinal) >= 0, $"the log says: {text}");

    private static (bool Degraded, string Decision) Read(Answer answer) => (answer.Degraded, answer.Decision);

    private Task Refuse(string command) => Admin("ACL", "SETUSER", "default", $"-{command}");

    private async Task Admin(string command, params object[] words)
    {
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{node.Settings.Redis},allowAdmin=true");
        await admin.GetServers().Single().ExecuteAsync(command, words);
    }

    private static RedisKey Elsewhere => RedisKeys.Outbox(new(7));

    /// <summary>Adds records to an undrained partition up to this share of the memory.</summary>
    private async Task Hoard(double share)
    {
        var record = new byte[1000];
        while (await Held() < share * Memory)
            await redis.GetDatabase().ListRightPushAsync(Elsewhere, [.. Enumerable.Repeat((RedisValue)record, 200)]);
    }

    private async Task<long> Held() =>
        await redis.GetDatabase().ExecuteAsync("MEMORY", "USAGE", Elsewhere) is { IsNull: false } held ? (long)held : 0;

    private async Task<long> Length() =>
        (
            await Task.WhenAll(
                Enumerable.Range(0, Partition.Count).Select(i => redis.GetDatabase().ListLengthAsync(RedisKeys.Outbox(new((byte)i))))
            )
        ).Sum();

    private async Task<string?> Health() => (string?)(await node.Client.Get("/health/ready")).Json!["parts"]!["hot_state"]!["status"];

    /// <summary>A node that does not drain the outbox, on a Redis with little memory.</summary>
    public sealed class Parts : SharedNode
    {
        private readonly RedisServer server = new() { Arguments = ["--maxmemory", Memory.ToString(CultureInfo.InvariantCulture)] };

        public ConnectionMultiplexer Redis { get; private set; } = null!;

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Redis.DisposeAsync();
            await server.DisposeAsync();
        }

        protected override async Task<NodeSettings> Settings()
        {
            await server.InitializeAsync();
            Redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
            return new NodeSettings { Redis = server.ConnectionString }.OnClientTime().With("Jobs__Drain", "false");
        }
    }
}

/// <summary>Reads Redis' memory information; needs no server.</summary>
public sealed class MemoryInfoTests
{
    [Theory]
    [InlineData("used_memory:5\r\nmaxmemory:1000\r\ntotal_system_memory:9000\r\nmaxmemory_policy:noeviction\r\n", 1000, false)]
    [InlineData("maxmemory:0\r\ntotal_system_memory:9000\r\n", 9000, false)]
    [InlineData("maxmemory:7\r\nmaxmemory_policy:volatile-lru\r\n", 7, true)]
    public void Parse_WhenRedisTells_HasItsMaxmemoryOrTheMachinesAndWhetherItMayEvict(string info, long limit, bool evicts)
    {
        var memory = MemoryInfo.Parse(info);
        Assert.Equal((limit, evicts), (memory.Limit, memory.MayEvict));
    }
}
