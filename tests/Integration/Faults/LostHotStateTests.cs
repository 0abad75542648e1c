using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>Invariants 4 and 11: if hot state is lost or returns older, no banned or blocked user is allowed.</summary>
public sealed class LostHotStateTests(LostHotStateTests.Installation parts) : IClassFixture<LostHotStateTests.Installation>
{
    [Fact]
    public async Task Open_WhenHotStateWasFlushed_IsChallengeUntilBansAndBlocksArePublishedAgain()
    {
        var (banned, lifted, blocked, settled) = (NewUser(), NewUser(), NewUser(), NewUser());
        await Said(201, () => parts.First.Client.Ban(banned));
        await Said(201, () => parts.First.Client.Ban(lifted));
        await Said(204, () => parts.Second.Client.Lift(lifted));
        await Blocked(blocked);
        var session = await Blocked(settled);
        var evaluation = await Said(200, () => parts.Second.Client.Evaluate(session.Id));
        await Said(200, () => parts.First.Client.Report(session.Id, evaluation.Text("challengeId"), "PASSED"));
        await parts.UntilDrained();

        parts.Postgres.Stop();
        await parts.Hot.ExecuteAsync("FLUSHALL");
        foreach (var node in parts.Nodes)
        {
            foreach (var user in new[] { banned, blocked })
            {
                var away = (await node.Client.Open(user, "laptop")).Expect(201);
                Assert.Equal(("CHALLENGE", true), (away.Decision, away.Degraded));
            }
        }

        parts.Postgres.Start();
        foreach (var node in parts.Nodes)
        {
            await UntilBlocked(node, banned);
            await UntilBlocked(node, blocked);
            foreach (var user in new[] { lifted, settled })
            {
                await Probe.Until(
                    async () => (await node.Client.Open(user, "laptop")) is { Number: 201, Degraded: false, Decision: "ALLOW" },
                    "the lift and the passed challenge stand");
            }
        }

        await Task.WhenAny(parts.Nodes.Select(node => node.Logged("was lost or is older"))).Unwrap();
        await Probe.Until(
            async () => (await Task.WhenAll(parts.Nodes.Select(node => node.Client.Get("/metrics"))))
                .Any(page => page.Body.Contains("sentinel_hot_state_losses", StringComparison.Ordinal)),
            "the loss is counted");
    }

    [Fact]
    public async Task Open_WhenRedisCameBackFromAnOlderBackup_IsBlockedAgain()
    {
        await parts.UntilDrained();
        await parts.Hot.ExecuteAsync("SAVE");
        var saved = await Mark();
        var banned = NewUser();
        await Said(201, () => parts.First.Client.Ban(banned));
        await parts.UntilDrained();
        await Probe.Until(async () => await Mark() > saved, "the mark has moved on");
        parts.Redis.Kill();
        await parts.Redis.Start();
        foreach (var node in parts.Nodes) await UntilBlocked(node, banned);
        await Task.WhenAny(parts.Nodes.Select(node => node.Logged("was lost or is older"))).Unwrap();
    }

    [Fact]
    public async Task Open_WhenRedisLostItsLastSecond_IsBlockedAgain()
    {
        await parts.Hot.ExecuteAsync("SAVE");
        var banned = NewUser();
        await Said(201, () => parts.First.Client.Ban(banned));
        await parts.UntilDrained();
        parts.Redis.Kill();
        await parts.Redis.Start();
        foreach (var node in parts.Nodes) await UntilBlocked(node, banned);
    }

    [Fact]
    public async Task Ban_WhenColdStorageIsAway_TakesEffectAndReachesItLater()
    {
        var banned = NewUser();
        parts.Postgres.Stop();
        await Said(201, () => parts.First.Client.Ban(banned));
        Assert.Equal("BLOCK", (await parts.Second.Client.Open(banned)).Expect(201).Decision);
        parts.Postgres.Start();
        await parts.UntilDrained();
        await parts.Hot.ExecuteAsync("FLUSHALL");
        foreach (var node in parts.Nodes) await UntilBlocked(node, banned);
    }

    /// <summary>
    /// An earlier test may have left a partition in doubt on one node. Requests that were not committed are sent again, as clients do.
    /// </summary>
    private static async Task<Answer> Said(int status, Func<Task<Answer>> send)
    {
        Answer? answer = null;
        await Probe.Until(
            async () => (answer = await send()) is not ({ Number: 429 or 503 } or { IsDegraded: true }), "hot state takes it");
        return answer!.Expect(status);
    }

    private static string NewUser() => $"u-{Guid.NewGuid():N}";

    /// <summary>Every answer until then is a degraded CHALLENGE.</summary>
    private static async Task UntilBlocked(SentinelNode node, string user)
    {
        List<string> before = [];
        await Probe.Until(
            async () =>
            {
                var answer = await node.Client.Open(user, "laptop");
                if (answer.Number == 429) return false;
                if (answer.Expect(201).Decision == "BLOCK") return true;
                before.Add($"{answer.Decision} {answer.Degraded}");
                // Openings are limited, so wait for hot state with a call that is not.
                await Probe.Until(async () => (await node.Client.Get("/health/ready")).Number == 200, "the node is ready");
                return false;
            },
            $"{user} is blocked");
        Assert.All(before, answer => Assert.Equal("CHALLENGE True", answer));
    }

    private async Task<OpenSession> Blocked(string user)
    {
        var opened = await Said(201, () => parts.First.Client.Open(user, "laptop"));
        var session = new OpenSession(opened.Text("sessionId"), opened.Text("ingestToken"), user);
        var bot = new Bot(1, DateTimeOffset.UtcNow.AddSeconds(1));
        for (var sequence = 1; sequence <= 30; sequence++)
        {
            var batch = bot.Batch(sequence, user);
            if ((await Said(200, () => parts.First.Client.Batch(session.Id, batch))).Decision == "BLOCK") return session;
        }

        throw new InvalidOperationException("The bot was never blocked.");
    }

    private async Task<long> Mark() => (long)await parts.Database.StringGetAsync(RedisKeys.Marker(new Partition(7)));

    /// <summary>Two nodes on one Redis and one PostgreSQL, which these tests stop and empty.</summary>
    public sealed class Installation : IAsyncLifetime
    {
        private ConnectionMultiplexer? _redis;

        public RedisServer Redis { get; } = new();

        public PostgresServer Postgres { get; } = new();

        public SentinelNode First { get; private set; } = null!;

        public SentinelNode Second { get; private set; } = null!;

        public IReadOnlyList<SentinelNode> Nodes => [First, Second];

        public IServer Hot => _redis!.GetServers().Single();

        public IDatabase Database => _redis!.GetDatabase();

        public async Task InitializeAsync()
        {
            await Redis.InitializeAsync();
            await Postgres.InitializeAsync();
            _redis = await ConnectionMultiplexer.ConnectAsync($"{Redis.ConnectionString},allowAdmin=true");
            var database = await Postgres.Database("sentinel");
            var settings = new NodeSettings { Redis = Redis.ConnectionString, Postgres = database }.OnClientTime();
            First = await SentinelNode.Started(settings);
            Second = await SentinelNode.Started(settings);
        }

        public async Task DisposeAsync()
        {
            await First.DisposeAsync();
            await Second.DisposeAsync();
            await _redis!.DisposeAsync();
            await Redis.DisposeAsync();
            await Postgres.DisposeAsync();
        }

        public Task UntilDrained() =>
            Probe.Until(() => !Hot.Keys(pattern: "*:o").Any(), "the outboxes are drained", TimeSpan.FromMinutes(2));
    }
}
