using System.Globalization;
using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// How much of each master's memory the outbox takes, asked every second. From a tenth on the health check and the log say so; from a quarter
/// on the master's partitions take no more commits, so that every decision there is a CHALLENGE until the drain has made room: audit is never
/// dropped to go on scoring.
/// </summary>
internal sealed partial class OutboxPressure : BackgroundService
{
    public const double AlertAt = 0.10;

    public const double FullAt = 0.25;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IConnectionMultiplexer redis;
    private readonly RedisGate gate;
    private readonly TimeProvider time;
    private readonly ILogger<OutboxPressure> logger;
    private readonly bool[] full = new bool[Partition.Count];
    private double share;
    private long bytes;
    private Level said;

    public OutboxPressure(IConnectionMultiplexer redis, RedisGate gate, TimeProvider time, ILogger<OutboxPressure> logger)
    {
        (this.redis, this.gate, this.time, this.logger) = (redis, gate, time, logger);
        Metrics.Meter.CreateObservableGauge("sentinel.outbox.size", () => Interlocked.Read(ref bytes), "By", "Memory of the audit records that are not in cold storage yet, all masters.");
        Metrics.Meter.CreateObservableGauge("sentinel.outbox.share", () => Share, "1", "The outbox's share of the memory of the master where it is largest; alert at 0.1, scoring stops at 0.25.");
    }

    private enum Level { Low, High, Full }

    /// <summary>Of the master's memory where it is largest, 0..1; 0 before the first look.</summary>
    public double Share => Volatile.Read(ref share);

    /// <summary>Whether the partition's master has no room for more.</summary>
    public bool IsFull(Partition partition) => Volatile.Read(ref full[partition.Value]);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        do
        {
            try
            {
                await Look().WaitAsync(Patience, time, stoppingToken);
            }
            catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
            {
                // Hot state that is away is said elsewhere; what was seen last goes on to count.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
        while (await Next(timer, stoppingToken));
    }

    /// <summary>Bytes that a master may hold: its <c>maxmemory</c>, or where it has none, the machine's memory.</summary>
    internal static long Limit(string info)
    {
        var (most, machine) = (0L, 0L);
        foreach (var line in info.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("maxmemory:")) most = long.Parse(line["maxmemory:".Length..], CultureInfo.InvariantCulture);
            else if (line.StartsWith("total_system_memory:") && long.TryParse(line["total_system_memory:".Length..], CultureInfo.InvariantCulture, out var all)) machine = all;
        }

        return most > 0 ? most : machine > 0 ? machine : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }

    private static async ValueTask<bool> Next(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task Look()
    {
        var database = redis.GetDatabase();
        var lists = await Task.WhenAll(Enumerable.Range(0, Partition.Count)
            .Select(i => database.ExecuteAsync("MEMORY", "USAGE", HotStateKeys.Outbox(new((byte)i)))));
        Dictionary<EndPoint, (long Bytes, List<int> Partitions)> masters = [];
        for (var i = 0; i < lists.Length; i++)
        {
            var master = gate.MasterOf(new((byte)i));
            var (sum, partitions) = masters.GetValueOrDefault(master, (0, []));
            partitions.Add(i);
            masters[master] = (sum + (lists[i].IsNull ? 0 : (long)lists[i]), partitions);
        }

        var largest = 0.0;
        foreach (var (master, (held, partitions)) in masters)
        {
            var of = (double)held / await LimitOf(master);
            foreach (var i in partitions) Volatile.Write(ref full[i], of >= FullAt);
            largest = Math.Max(largest, of);
        }

        Volatile.Write(ref share, largest);
        Interlocked.Exchange(ref bytes, masters.Values.Sum(master => master.Bytes));
        Say(largest >= FullAt ? Level.Full : largest >= AlertAt ? Level.High : Level.Low, largest);
    }

    private async Task<long> LimitOf(EndPoint master)
    {
        var server = redis.GetServers().FirstOrDefault(server => server.EndPoint.Equals(master)) ?? redis.GetServers()[0];
        return Limit((string?)await server.ExecuteAsync("INFO", "memory") ?? "");
    }

    private void Say(Level level, double of)
    {
        if (level == said) return;
        said = level;
        if (level == Level.Full) LogFull(of);
        else if (level == Level.High) LogHigh(of);
        else LogLow(of);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox takes {Share:P1} of Redis' memory: decisions are CHALLENGE until it has drained. Look at cold storage and the drain, or give Redis more memory")]
    private partial void LogFull(double share);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox takes {Share:P1} of Redis' memory; from 25 % on decisions are CHALLENGE. Look at cold storage and the drain")]
    private partial void LogHigh(double share);

    [LoggerMessage(Level = LogLevel.Information, Message = "The outbox takes {Share:P1} of Redis' memory")]
    private partial void LogLow(double share);
}
