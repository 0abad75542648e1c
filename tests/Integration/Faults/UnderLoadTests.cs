using System.Diagnostics;
using Xunit.Abstractions;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Invariants 4 and 5 under load, with the faults in docs/reliability.md: what clients see while a part is away, and that PostgreSQL has
/// each accepted decision exactly once. Prints waits without asserting them; docs/reliability.md has measured values.
/// </summary>
public sealed class UnderLoadTests(ITestOutputHelper output, UnderLoadTests.Servers servers) : IClassFixture<UnderLoadTests.Servers>
{
    private const int People = 6;

    [Fact]
    [Trait("Category", "Long")]
    public Task Node_WhenKilledUnderALongLoad_LosesAndDoublesNothing() => KillOneOfThree(batches: 300);

    private async Task KillOneOfThree(int batches)
    {
        await using var nodes = await Nodes.Start(await servers.Settings(), 3);
        var crowd = new TypingCrowd(nodes.All, People, batches);
        await crowd.Open();
        var run = crowd.Run();
        await crowd.Until(People * batches / 3);
        nodes.All[1].Kill();
        await crowd.Until(People * batches * 2 / 3);
        await nodes.All[1].Start();
        await run;
        output.WriteLine(crowd.Waits());
        await crowd.AssertAudited(nodes.All[0].Client);
    }

    [Fact]
    public Task Redis_WhenItHangsUnderLoad_IsAnsweredByChallengesAndLosesNothing() => TakeRedisAway("frozen", times: 1, seconds: 2.5);

    [Theory]
    [InlineData("stopped"), InlineData("killed"), InlineData("frozen")]
    [Trait("Category", "Long")]
    public Task Redis_WhenAwayAgainAndAgain_IsAnsweredByChallengesAndLosesNothing(string fault) =>
        TakeRedisAway(fault, times: 4, seconds: 12);

    private async Task TakeRedisAway(string fault, int times, double seconds)
    {
        await using var nodes = await Nodes.Start(await servers.Settings(), 2);
        var crowd = new TypingCrowd(nodes.All, People, batches: 25 * times);
        await crowd.Open();
        var run = crowd.Run();
        for (var time = 0; time < times; time++)
        {
            await crowd.Until(People * ((25 * time) + 8));
            if (fault == "stopped") servers.Redis.Stop();
            else if (fault == "killed") servers.Redis.Kill();
            else servers.Redis.Freeze();
            await Task.Delay(TimeSpan.FromSeconds(seconds * 0.6));
            var accepted = crowd.Accepted;
            await Task.Delay(TimeSpan.FromSeconds(seconds * 0.4));
            Assert.Equal(accepted, crowd.Accepted);
            if (fault == "frozen") servers.Redis.Thaw();
            else await servers.Redis.Start();
            var back = Stopwatch.StartNew();
            await crowd.Until(accepted + 1);
            output.WriteLine(
                $"{fault} for {seconds:F1} s: the first batch was scored {back.Elapsed.TotalMilliseconds:F0} ms after its return"
            );
        }

        await run;
        output.WriteLine(crowd.Waits());

        Assert.NotEmpty(crowd.Degraded);
        Assert.All(crowd.Degraded, answer => Assert.Equal(("CHALLENGE", false), (answer.Decision, (bool)answer.Json!["accepted"]!)));
        Assert.All(crowd.Answers, answer => Assert.Equal(200, answer.Number));
        await crowd.AssertAudited(nodes.All[0].Client);
    }

    [Fact]
    [Trait("Category", "Long")]
    public Task Postgres_WhenStoppedUnderLoad_IsNoticedByNoClient() => StopPostgres(batches: 25);

    [Fact]
    [Trait("Category", "Long")]
    public Task Postgres_WhenStoppedUnderALongLoad_IsNoticedByNoClient() => StopPostgres(batches: 300);

    private async Task StopPostgres(int batches)
    {
        await using var nodes = await Nodes.Start(await servers.Settings(patience: "1000"), 2);
        var crowd = new TypingCrowd(nodes.All, People, batches);
        await crowd.Open();
        var run = crowd.Run();
        await crowd.Until(People * 5);
        servers.Postgres.Stop();
        await run;
        Assert.All(crowd.Answers, answer => Assert.Equal((200, false), (answer.Number, answer.Degraded)));
        output.WriteLine(crowd.Waits());
        servers.Postgres.Start();
        await crowd.AssertAudited(nodes.All[0].Client);
    }

    [Fact]
    [Trait("Category", "Long")]
    public Task Both_WhenAway_ChallengeAndTheSpoolDeliversLater() => TakeBothAway(degraded: 50);

    [Fact]
    [Trait("Category", "Long")]
    public Task Both_WhenAwayForLong_ChallengeAndTheSpoolDeliversLater() => TakeBothAway(degraded: 3000);

    private async Task TakeBothAway(int degraded)
    {
        await using var nodes = await Nodes.Start(await servers.Settings(), 1);
        var crowd = new TypingCrowd(nodes.All, People, batches: 60);
        await crowd.Open();
        var run = crowd.Run();
        await crowd.Until(People * 4);
        servers.Redis.Kill();
        servers.Postgres.Stop();
        await Probe.Until(() => crowd.Degraded.Count > degraded, "degraded answers come", TimeSpan.FromSeconds(50));
        await servers.Redis.Start();
        await run;
        Assert.All(crowd.Degraded, answer => Assert.Equal("CHALLENGE", answer.Decision));
        servers.Postgres.Start();
        await crowd.AssertAudited(nodes.All[0].Client);
        var expected = crowd.Degraded.Count;
        await Probe.Until(async () => await Delivered() >= expected, "each degraded decision is in the audit", TimeSpan.FromSeconds(60));

        async Task<int> Delivered()
        {
            var sum = 0;
            foreach (var session in crowd.Sessions)
                sum += (await nodes.All[0].Client.AuditRows($"sessionId={session.Id}"))
                    .Where(row => (string)row["kind"]! == "DEGRADED")
                    .Sum(row => (int)row["count"]!);
            return sum;
        }
    }

    /// <summary>Nodes that share the servers.</summary>
    private sealed class Nodes : IAsyncDisposable
    {
        public List<SentinelNode> All { get; } = [];

        public static async Task<Nodes> Start(NodeSettings settings, int count)
        {
            var nodes = new Nodes();
            for (var i = 0; i < count; i++) nodes.All.Add(await SentinelNode.Started(settings));
            return nodes;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var node in All) await node.DisposeAsync();
        }
    }

    /// <summary>A PostgreSQL and a Redis that loses nothing when killed.</summary>
    public sealed class Servers : IAsyncLifetime
    {
        public RedisServer Redis { get; } = new() { Arguments = ["--appendonly", "yes", "--appendfsync", "always"] };

        public PostgresServer Postgres { get; } = new();

        public async Task InitializeAsync()
        {
            await Redis.InitializeAsync();
            await Postgres.InitializeAsync();
        }

        public async Task DisposeAsync()
        {
            await Redis.DisposeAsync();
            await Postgres.DisposeAsync();
        }

        /// <param name="patience">How long a node waits for hot state, in ms; above the default of 80 if only a busy machine could exceed
        /// it.</param>
        public async Task<NodeSettings> Settings(string patience = "80")
        {
            var settings = new NodeSettings
            {
                Redis = Redis.ConnectionString,
                Postgres = await Postgres.Database($"load-{Guid.NewGuid():N}"),
            }.OnClientTime();
            return settings with { Others = settings.Others.SetItem("HotState__TimeoutMilliseconds", patience) };
        }
    }
}
