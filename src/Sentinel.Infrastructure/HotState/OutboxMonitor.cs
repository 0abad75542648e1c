using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.Jobs;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Reads each master's memory share of the outbox, and whether it may evict, every second and at each reconnect. From 10 % the health check
/// and the log report it. From 25 %, or while the master may evict, its partitions accept no commits, so every decision there is CHALLENGE
/// until the drain has made room or the policy is right: audit is never dropped to continue scoring. Readings older than <see
/// cref="Expiry"/> are ignored and reported. The embedded server, to which only this node writes, is read less often while its outbox is
/// empty and nothing is committed.
/// </summary>
internal sealed partial class OutboxMonitor : BackgroundService
{
    public const double AlertAt = 0.10;

    public const double FullAt = 0.25;

    /// <summary>How long a reading is valid.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleTick = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IConnectionMultiplexer redis;
    private readonly RedisGate gate;
    private readonly HotStateOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<OutboxMonitor> logger;
    private readonly Reading[] readings;
    private readonly DirtyPartitions dirty;
    private readonly Bell restored = new();
    private readonly Bell committed = new();
    private PressureLevel said;

    public OutboxMonitor(
        IConnectionMultiplexer redis, RedisGate gate, DirtyPartitions dirty, HotStateOptions options, TimeProvider time,
        ILogger<OutboxMonitor> logger)
    {
        (this.redis, this.gate, this.dirty, this.options, this.time, this.logger) = (redis, gate, dirty, options, time, logger);
        // Missing readings are reported only after they have been missing for the expiry time.
        var started = time.GetTimestamp();
        readings = [.. Enumerable.Repeat(new Reading(default, started, 0, 0, started), Partition.Count)];
        Metrics.Meter.CreateObservableGauge(
            "sentinel.outbox.size", () => Masters().Sum(reading => reading.Bytes), "By",
            "Memory of the audit records that are not in cold storage yet, all masters.");
        Metrics.Meter.CreateObservableGauge(
            "sentinel.outbox.share", () => Now().Share, "1",
            "The outbox's share of the memory of the master where it is largest; alert at 0.1, scoring stops at 0.25.");
        Metrics.Meter.CreateObservableGauge(
            "sentinel.hot_state.may_evict", () => Now().Policy is null ? 0 : 1,
            description: "1 while a master's maxmemory-policy may evict: its decisions are CHALLENGE.");
        redis.ConnectionRestored += (_, _) =>
        {
            restored.Ring();
            committed.Ring();
        };
        dirty.Marked += committed.Ring;
    }

    /// <summary>The current state.</summary>
    public Pressure Now()
    {
        var (share, policy, expired) = (0.0, (string?)null, false);
        foreach (var reading in readings)
        {
            if (!IsExpired(reading.ReadAt)) policy ??= reading.Memory.MayEvict ? reading.Memory.Policy : null;
            if (!IsExpired(reading.SizedAt)) share = Math.Max(share, reading.Share);
            else expired = true;
        }

        return new(share, policy, expired);
    }

    /// <summary>Why the partition's master accepts no commits; null if it does.</summary>
    public string? Refusal(Partition partition) => Volatile.Read(ref readings[partition.Value]) switch
    {
        { Memory.MayEvict: false, Share: < FullAt } => null,
        { Memory.MayEvict: true } reading when !IsExpired(reading.ReadAt) => "Redis may evict what was acknowledged.",
        { Share: >= FullAt } reading when !IsExpired(reading.SizedAt) => "The outbox takes too much of Redis' memory.",
        _ => null,
    };

    public override void Dispose()
    {
        dirty.Marked -= committed.Ring;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(Partitions().Select(master => Look(master.Key, [.. master])));
            Say(Now());
            try
            {
                await restored.Wait(Tick, time, stoppingToken);
                if (options.Redis is null && Now() is { Share: 0, Expired: false })
                    await committed.Wait(IdleTick - Tick, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private ILookup<EndPoint, Partition> Partitions() =>
        Enumerable.Range(0, Partition.Count).Select(i => new Partition((byte)i)).ToLookup(gate.MasterOf);

    /// <summary>
    /// Reads one master for all of its partitions. If it is away, which is logged elsewhere, the last reading is used until it expires.
    /// Some servers refuse MEMORY USAGE: the eviction policy is used without it.
    /// </summary>
    private async Task Look(EndPoint master, Partition[] partitions)
    {
        try
        {
            var memory = await Memory(master, partitions[0]);
            var now = time.GetTimestamp();
            Keep(partitions, before => before with { Memory = memory, ReadAt = now });
            var database = redis.GetDatabase();
            // At least one is measured, to find out whether MEMORY USAGE is refused before there is data.
            var isEmpty = await redis.HasNone(partitions.Select(RedisKeys.Outbox)).WaitAsync(Patience);
            var asked = (isEmpty ? partitions[..1] : partitions)
                .Select(one => database.ExecuteAsync("MEMORY", "USAGE", RedisKeys.Outbox(one)));
            var held = await Task.WhenAll(asked).WaitAsync(Patience);
            var bytes = held.Sum(list => list.IsNull ? 0 : (long)list);
            var reading = new Reading(memory, now, bytes, (double)bytes / memory.Limit, time.GetTimestamp());
            Keep(partitions, _ => reading);
        }
        // ArgumentException: an endpoint that the client does not know yet.
        catch (Exception e) when (
            e is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException or ArgumentException)
        {
            LogUnread(e, master);
        }
    }

    /// <summary>
    /// Reads INFO. The embedded server is asked once: the answer does not change, and costs a look at every thread of the process.
    /// </summary>
    private async Task<MemoryInfo> Memory(EndPoint master, Partition any)
    {
        if (options.Redis is null && readings[any.Value].Memory is { Limit: > 0 } known) return known;
        return MemoryInfo.Parse((string?)await redis.GetServer(master).ExecuteAsync("INFO", "memory").WaitAsync(Patience) ?? "");
    }

    private void Keep(Partition[] partitions, Func<Reading, Reading> next)
    {
        foreach (var one in partitions) Volatile.Write(ref readings[one.Value], next(readings[one.Value]));
    }

    private IEnumerable<Reading> Masters() => readings.Where(reading => !IsExpired(reading.SizedAt)).Distinct();

    private bool IsExpired(long at) => time.GetElapsedTime(at) > Expiry;

    private void Say(Pressure now)
    {
        if (now.Level == said) return;
        said = now.Level;
        switch (now.Level)
        {
            case PressureLevel.Evicting: LogEvicting(now.Policy!); break;
            case PressureLevel.Full: LogFull(now.Share); break;
            case PressureLevel.Unknown: LogUnknown(Expiry.TotalSeconds); break;
            case PressureLevel.High: LogHigh(now.Share); break;
            default: LogLow(now.Share); break;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Redis has maxmemory-policy {Policy} and may evict sessions, bans and audit records: "
            + "decisions are CHALLENGE until it is noeviction (CONFIG SET maxmemory-policy noeviction)")]
    private partial void LogEvicting(string policy);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The outbox takes {Share:P1} of Redis' memory: decisions are CHALLENGE until it has drained. "
            + "Look at cold storage and the drain, or give Redis more memory")]
    private partial void LogFull(double share);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "How much of Redis' memory the outbox takes could not be read for {Seconds} s: nothing stops scoring while it grows. "
            + "Redis must answer MEMORY USAGE and INFO memory")]
    private partial void LogUnknown(double seconds);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The outbox takes {Share:P1} of Redis' memory; from 25 % on decisions are CHALLENGE. Look at cold storage and the drain")]
    private partial void LogHigh(double share);

    [LoggerMessage(Level = LogLevel.Information, Message = "The outbox takes {Share:P1} of Redis' memory")]
    private partial void LogLow(double share);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The memory of hot state {Master} could not be read")]
    private partial void LogUnread(Exception cause, EndPoint master);

    /// <param name="Memory">The master's memory.</param>
    /// <param name="ReadAt">When it was read.</param>
    /// <param name="Bytes">The size of the outboxes of all partitions of the master.</param>
    /// <param name="Share">Their share of its memory.</param>
    /// <param name="SizedAt">When their size was read.</param>
    private sealed record Reading(MemoryInfo Memory, long ReadAt, long Bytes, double Share, long SizedAt);
}

/// <summary>The worst state of all masters.</summary>
internal enum PressureLevel { Low, High, Unknown, Full, Evicting }

/// <summary>The state of hot state's memory.</summary>
/// <param name="Share">The largest share of a master's memory that the outbox takes, 0..1; 0 before the first reading.</param>
/// <param name="Policy">The <c>maxmemory-policy</c> of a master that may evict; null if there is none.</param>
/// <param name="Expired">Whether the last reading of a master has expired.</param>
internal readonly record struct Pressure(double Share, string? Policy, bool Expired)
{
    public PressureLevel Level => this switch
    {
        { Policy: not null } => PressureLevel.Evicting,
        { Share: >= OutboxMonitor.FullAt } => PressureLevel.Full,
        { Expired: true } => PressureLevel.Unknown,
        { Share: >= OutboxMonitor.AlertAt } => PressureLevel.High,
        _ => PressureLevel.Low,
    };
}
