using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Notices that hot state was lost or came back older, and publishes strikes and bans to it from cold storage. ADR 0009 explains why the
/// order is safe with many nodes. Every 10 s each partition's mark is raised, and after all of them the last mark in cold storage. A
/// partition whose mark is missing or lower is closed to commits (every decision is CHALLENGE), brought up to date and opened again.
/// </summary>
public sealed partial class LossWatch : BackgroundService
{
    private const int AtOnce = 8;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);

    /// <summary>The interval while a partition is in doubt. A restored connection is noticed at once.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    /// <summary>The minimum time between two checks, however many suspicions there are.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Sanctions are compared from this long before hot state was last seen: clocks differ, and a crashed Redis may have lost its last
    /// second.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly IConnectionMultiplexer redis;
    private readonly RedisGate gate;
    private readonly ISanctions sanctions;
    private readonly SanctionRestore restore;
    private readonly Markers markers;
    private readonly TimeProvider time;
    private readonly ILogger<LossWatch> logger;
    private DateTimeOffset? seenAt;
    private bool isCounted;
    private bool isSaid;

    internal LossWatch(
        IConnectionMultiplexer redis, RedisGate gate, ISanctions sanctions, SanctionRestore restore, Markers markers, TimeProvider time,
        ILogger<LossWatch> logger)
    {
        (this.redis, this.gate, this.sanctions, this.restore, this.markers) = (redis, gate, sanctions, restore, markers);
        (this.time, this.logger) = (time, logger);
        redis.ConnectionFailed += (_, failed) => Doubt(failed);
        redis.ConnectionRestored += (_, _) => markers.Suspect();
        redis.ConfigurationChanged += (_, _) => DoubtNewMasters();
    }

    /// <summary>
    /// To be called once, before the first request. If a part is away, the start continues; partitions not yet compared answer CHALLENGE.
    /// </summary>
    public Task Prepare() => Try(CancellationToken.None);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                await markers.Wait(markers.HasDoubts ? Retry : Tick, time, stoppingToken);
                await Try(stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal shutdown.
        }
    }

    /// <summary>A master that goes away may come back older. In a cluster, only the partitions of that master are in doubt.</summary>
    private void Doubt(ConnectionFailedEventArgs failed)
    {
        if (failed.ConnectionType != ConnectionType.Interactive) return;
        var isCluster = redis.GetServers().Any(server => server.ServerType == ServerType.Cluster);
        foreach (var partition in All().Where(partition => !isCluster || Equals(gate.MasterOf(partition), failed.EndPoint)))
            markers.Doubt(partition);
    }

    private void DoubtNewMasters()
    {
        foreach (var partition in All()) markers.Saw(partition, gate.MasterOf(partition));
    }

    private async Task Try(CancellationToken cancel)
    {
        try
        {
            if (!gate.IsHeld) await Look(cancel);
        }
        catch (Exception e) when (IsAway(e))
        {
            // Logged elsewhere; the next check tries again.
        }
#pragma warning disable CA1031 // Cold storage is away, with any exception of its driver; scoring continues where the marks are valid.
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            await LookAlone(e, cancel);
        }
#pragma warning restore CA1031
    }

    private async Task Look(CancellationToken cancel)
    {
        DoubtNewMasters();
        // Logged elsewhere. If one of several masters is connected, failed writes tell the client of a new master.
        if (!redis.IsConnected) return;
        var now = time.GetUtcNow();
        if (await sanctions.Mark(cancel) is not { } last)
        {
            // The first start ever: nothing can have been lost.
            await Task.WhenAll(All().Select(partition => Open(partition, 1)));
            await sanctions.Raise(last = 1, cancel);
        }

        var found = await Advance(last, last + 1);
        var lost = found.Where(one => one.Mark < 0).ToList();
        if (lost.Count > 0) await Repair(lost, cancel);
        else (markers.Lost, isCounted) = (0, false);
        isSaid = false;
        if (found.Exists(one => markers.IsOwed(one.Partition))) await CatchUp([.. found.Select(one => one.Partition)], cancel);
        foreach (var one in found)
        {
            markers.Compared(one.Partition, one.Doubt);
            markers.Settle(one.Partition, one.Doubt);
        }

        if (found.Count < Partition.Count) return;
        await sanctions.Raise(found.Min(one => markers.Least(one.Partition)), cancel);
        seenAt = now;
    }

    /// <summary>
    /// Without cold storage, the marks that this node has seen decide. Sanctions are compared and lost partitions repaired when it is back.
    /// Logged once.
    /// </summary>
    private async Task LookAlone(Exception cold, CancellationToken cancel)
    {
        var found = await Advance(0, 0).WaitAsync(cancel);
        foreach (var one in found.Where(one => one.Mark >= 0)) markers.Settle(one.Partition, one.Doubt);
        markers.Lost = found.Count(one => one.Mark < 0);
        if (markers.Lost > 0 && !isSaid) LogWaits(markers.Lost, cold.GetBaseException().GetType().Name);
        isSaid = markers.Lost > 0;
    }

    /// <summary>
    /// The partitions whose master answers, and their marks; -1 if missing, or lower than the last mark or one that this node has seen.
    /// </summary>
    private async Task<List<Found>> Advance(long last, long next)
    {
        var asked = All().Select(partition => (
            Partition: partition, Doubt: markers.Doubts(partition), Least: Math.Max(last, markers.Least(partition)),
            Mark: redis.GetDatabase().ScriptEvaluateAsync(
                LossScripts.Advance, [RedisKeys.Marker(partition)], [Math.Max(last, markers.Least(partition)), next]))).ToArray();
        var found = new List<Found>();
        foreach (var (partition, doubt, least, asking) in asked)
        {
            try
            {
                var mark = (long)await asking;
                if (mark >= 0) markers.Saw(partition, mark);
                found.Add(new(partition, doubt, least, mark));
            }
            catch (Exception e) when (IsAway(e))
            {
                // One of several masters may be away.
            }
        }

        return found;
    }

    private async Task Repair(List<Found> lost, CancellationToken cancel)
    {
        if (!isCounted)
        {
            LogLost(lost.Count, lost[0].Partition);
            Metrics.LostHotState(lost.Count);
        }

        (markers.Lost, isCounted) = (lost.Count, true);
        var users = 0;
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(lost, atOnce, async (one, _) =>
        {
            await redis.GetDatabase().ScriptEvaluateAsync(LossScripts.Close, [RedisKeys.Marker(one.Partition)], [one.Least]);
            var brought = await restore.Run(() => sanctions.Of(one.Partition, cancel));
            Interlocked.Add(ref users, brought);
            // Read again: other nodes have raised the mark meanwhile.
            await Open(one.Partition, Math.Max(await sanctions.Mark(cancel) ?? 0, one.Least) + 1);
        });
        (markers.Lost, isCounted) = (0, false);
        LogRepaired(lost.Count, users);
    }

    /// <summary>
    /// Compares the sanctions that changed since hot state was last seen; all if that time is unknown. Marks, ten seconds apart, cannot
    /// show these.
    /// </summary>
    private async Task CatchUp(HashSet<Partition> there, CancellationToken cancel)
    {
        var since = seenAt is { } seen ? seen - Overlap : DateTimeOffset.UnixEpoch;
        var users = await restore.Run(async () =>
            [.. (await sanctions.Since(since, cancel)).Where(sanctions => there.Contains(Partition.Of(sanctions.Tenant, sanctions.User)))]);
        if (users > 0) LogCaughtUp(users);
    }

    private async Task Open(Partition partition, long mark)
    {
        var open = await redis.GetDatabase().ScriptEvaluateAsync(LossScripts.Open, [RedisKeys.Marker(partition)], [mark]);
        markers.Saw(partition, (long)open);
    }

    /// <summary>Whether hot state, not cold storage, is away.</summary>
    private static bool IsAway(Exception e) =>
        e is RedisException or RedisCommandException or TimeoutException or HotStateUnavailableException or ObjectDisposedException;

    private static IEnumerable<Partition> All() => Enumerable.Range(0, Partition.Count).Select(number => new Partition((byte)number));

    [LoggerMessage(Level = LogLevel.Error, Message = "Hot state of {Count} partitions was lost or is older than what was acknowledged "
        + "(the first is p{Partition}): sessions there are gone or older, "
        + "and decisions are CHALLENGE until strikes and bans are published to it from cold storage")]
    private partial void LogLost(int count, Partition partition);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Hot state of {Count} partitions has the strikes and bans of cold storage again; "
        + "{Users} users were brought up to date")]
    private partial void LogRepaired(int count, int users);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Hot state was away and came back; "
        + "strikes and bans of {Users} users were older there and were published again")]
    private partial void LogCaughtUp(int users);

    [LoggerMessage(Level = LogLevel.Error, Message = "Hot state of {Count} partitions was lost or is older, "
        + "and cannot be brought up to date while cold storage does not answer ({Error}): decisions there are CHALLENGE until it does")]
    private partial void LogWaits(int count, string error);

    /// <param name="Partition">The partition.</param>
    /// <param name="Doubt">Its number of doubts before the check.</param>
    /// <param name="Least">The lowest valid mark.</param>
    /// <param name="Mark">The mark; -1 if it was lower.</param>
    private readonly record struct Found(Partition Partition, long Doubt, long Least, long Mark);
}
