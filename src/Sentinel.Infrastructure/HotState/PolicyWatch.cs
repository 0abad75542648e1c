using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Results;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Compares this node's policy every ten seconds with those of the nodes on the same hot state. If they differ, decisions depend on the
/// node and change unnoticed between requests. Each node registers its policy by Redis' clock; the entry expires half a minute after the
/// node is gone.
/// </summary>
internal sealed partial class PolicyWatch : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    /// <summary>KEYS the nodes. ARGV 1 this node, 2 its lifetime in seconds. Returns all nodes.</summary>
    private const string Script = """
        local now = tonumber(redis.call('TIME')[1])
        redis.call('ZADD', KEYS[1], now, ARGV[1])
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
        redis.call('EXPIRE', KEYS[1], ARGV[2])
        return redis.call('ZRANGE', KEYS[1], 0, -1)
        """;

    private static readonly RedisKey Key = "{p000}:policies";

    private readonly IConnectionMultiplexer redis;
    private readonly PolicyFingerprint mine;
    private readonly HotStateOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<PolicyWatch> logger;
    private readonly string self = Guid.NewGuid().ToString("N");
    private IReadOnlyList<string> others = [];

    public PolicyWatch(
        IConnectionMultiplexer redis, PolicyFingerprint mine, HotStateOptions options, TimeProvider time, ILogger<PolicyWatch> logger)
    {
        (this.redis, this.mine, this.options, this.time, this.logger) = (redis, mine, options, time, logger);
        Metrics.Meter.CreateObservableGauge(
            "sentinel.policy.others", () => Others.Count, "{node}",
            "Nodes on the same hot state that use another policy than this one; 0 in a healthy installation.");
    }

    /// <summary>The names of the other policies; one entry per node that has one.</summary>
    public IReadOnlyList<string> Others => Volatile.Read(ref others);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Embedded hot state serves this node only.
        if (options.Redis is null)
            return;
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            do await Look(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Normal shutdown.
        }
    }

    private async Task Look(CancellationToken stop)
    {
        try
        {
            RedisValue[] values = [$"{self} {mine.Fingerprint} {mine.Name}", (long)Life.TotalSeconds];
            var nodes = (RedisValue[]?)await redis.GetDatabase().ScriptEvaluateAsync(Script, [Key], values).WaitAsync(Patience, time, stop);
            var read = (nodes ?? []).Select(node => node.ToString().Split(' ', 3));
            var now = read.Where(node => node.Length == 3 && node[1] != mine.Fingerprint).Select(node => node[2]).ToList();
            var before = Others.Count;
            Volatile.Write(ref others, now);
            if (now.Count > 0 && before != now.Count) LogDiffers(now.Count, string.Join(", ", now.Distinct()), mine.Name);
            else if (now.Count == 0 && before > 0) LogAgrees();
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            // Logged elsewhere.
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Count} nodes on this hot state use another policy ({Theirs}) than this one ({Mine}): decisions depend on the node. "
            + "Give all nodes the same Policy and Population settings")]
    private partial void LogDiffers(int count, string theirs, string mine);

    [LoggerMessage(Level = LogLevel.Information, Message = "All nodes go by the same policy again")]
    private partial void LogAgrees();
}
