using System.Collections.Concurrent;
using System.Globalization;
using Xunit.Abstractions;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Invariant 15: a session that floods itself with its own token, through all nodes at once, changes neither its BLOCK nor the answers of
/// others. Prints the answers. Two cores run everything here, so with the product's time limit of 80 ms answers may be degraded; then only
/// the BLOCK is asserted. For the same reason, one flood runs at a time.
/// </summary>
public abstract class FloodTests(int count, ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Concurrent flooding connections, all nodes together.</summary>
    private const int Writers = 32;

    /// <summary>The session's bucket holds 800 evaluations.</summary>
    private const int MaxPerSession = 200;

    private readonly List<SentinelNode> nodes = [];

    protected abstract Task<NodeSettings> Settings();

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public Task Evaluate_WhenABlockedSessionFloodsItself_IsBlockAndOthersAreNotDegraded() => Try(40, limit: 1000);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(1000), InlineData(80)]
    public Task Evaluate_WhenBlockedSessionsFloodThemselvesForLong_IsBlockAndOthersAreNotDegraded(int limit) => Try(1000, limit);

    private async Task Try(int evaluations, int limit)
    {
        var settings = (await Settings()).With("HotState__TimeoutMilliseconds", limit.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < count; i++) nodes.Add(await SentinelNode.Started(settings));
        ConcurrentDictionary<string, int> blocked = [], innocent = [], flood = [];
        for (var left = evaluations; left > 0; left -= MaxPerSession)
        {
            var session = await Blocked();
            var other = await nodes[0].Client.Opened($"u-{Guid.NewGuid():N}");
            using var stop = new CancellationTokenSource();
            var before = flood.Values.Sum();
            var flooding = Enumerable.Range(0, Writers).Select(i => Task.Run(() => Flood(session, i, flood, stop.Token))).ToList();
            await Probe.Until(() => flood.Values.Sum() > before + Writers, "the flood has begun");
            for (var i = 0; i < Math.Min(left, MaxPerSession); i++)
            {
                Count(blocked, await nodes[i % nodes.Count].Client.Evaluate(session.Id, "MEDIUM"));
                Count(innocent, await nodes[i % nodes.Count].Client.Evaluate(other.Id, "MEDIUM"));
            }

            await stop.CancelAsync();
            await Task.WhenAll(flooding);
        }

        output.WriteLine(
            $"{nodes.Count} nodes, {limit} ms; the flooding sessions' evaluations: {Said(blocked)}; others': {Said(innocent)}; "
            + $"the flood's batches: {Said(flood)}");
        if (limit == 80)
        {
            Assert.All(blocked.Keys, answer => Assert.StartsWith("200 BLOCK", answer, StringComparison.Ordinal));
            return;
        }

        Assert.Equal($"200 BLOCK: {evaluations}", Said(blocked));
        Assert.Equal($"200 ALLOW: {evaluations}", Said(innocent));
    }

    /// <summary>A session blocked because of a bot's input.</summary>
    private async Task<OpenSession> Blocked()
    {
        var session = await nodes[0].Client.Opened($"u-{Guid.NewGuid():N}");
        var bot = new Bot(1, DateTimeOffset.UtcNow);
        var sequence = 0;
        await Probe.Until(
            async () => (await nodes[0].Client.Batch(session.Id, bot.Batch(++sequence, session.User))).Expect(200).Decision == "BLOCK",
            "the bot is blocked");
        return session;
    }

    private async Task Flood(OpenSession session, int writer, ConcurrentDictionary<string, int> answers, CancellationToken stop)
    {
        var browser = nodes[writer % nodes.Count].With(session.Token);
        var streams = Writers / 4;
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var sequence = (round * streams) + (writer % streams) + 1;
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            var strokes = Enumerable.Range(0, 8).Select(i => now - 1000 + (i * 100));
            var keys = string.Join(',', strokes.Select(down => $$"""{"code":"LETTER_LEFT","down":{{down}},"up":{{down + 50}}}"""));
            var body = $$"""{"stream":"flood-{{writer / streams}}","sequence":{{sequence}},"sentAt":{{now}},"keys":[{{keys}}]}""";
            Count(answers, await browser.PostText($"/api/v1/sessions/{session.Id}/batches", body));
        }
    }

    private static void Count(ConcurrentDictionary<string, int> answers, Answer answer)
    {
        var degraded = (bool?)answer.Json?["degraded"] == true || (bool?)answer.Json?["accepted"] == false ? " degraded" : "";
        var said = $"{answer.Number} {answer.Code ?? (string?)answer.Json?["decision"]}{degraded}";
        answers.AddOrUpdate(said, 1, (_, count) => count + 1);
    }

    private static string Said(ConcurrentDictionary<string, int> answers) =>
        string.Join(", ", answers.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key}: {pair.Value}"));
}

[Collection(nameof(FloodTests))]
public sealed class FloodOnRedis(ITestOutputHelper output) : FloodTests(1, output)
{
    private readonly RedisServer redis = new();

    public override Task InitializeAsync() => redis.InitializeAsync();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await redis.DisposeAsync();
    }

    protected override Task<NodeSettings> Settings() => Task.FromResult(new NodeSettings { Redis = redis.ConnectionString });
}

[Collection(nameof(FloodTests))]
[Trait("Category", "Long")]
public sealed class FloodOnThreeNodes(ITestOutputHelper output) : FloodTests(3, output)
{
    private readonly RedisServer redis = new();
    private readonly PostgresServer postgres = new();
    private NodeSettings settings = null!;

    public override async Task InitializeAsync()
    {
        await redis.InitializeAsync();
        await postgres.InitializeAsync();
        settings = new() { Redis = redis.ConnectionString, Postgres = await postgres.Database("flood") };
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await redis.DisposeAsync();
        await postgres.DisposeAsync();
    }

    protected override Task<NodeSettings> Settings() => Task.FromResult(settings);
}

[Collection(nameof(FloodTests))]
public sealed class FloodOnEmbeddedParts(ITestOutputHelper output) : FloodTests(1, output)
{
    protected override Task<NodeSettings> Settings() => Task.FromResult(new NodeSettings());
}
