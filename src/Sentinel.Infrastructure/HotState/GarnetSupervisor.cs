using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// After a failed write to its log (the disk was full), Garnet refuses every request and closes the connection until it is restarted. So it
/// is pinged after a closed connection, and at intervals. After three refusals, one second apart, the free space is logged; once it
/// suffices, Garnet is restarted. It then has every acknowledged commit.
/// </summary>
internal sealed partial class GarnetSupervisor : BackgroundService
{
    private const int Refusals = 3;

    private const long Room = 16 * 1024 * 1024;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleTick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly EmbeddedGarnet garnet;
    private readonly GarnetRecovery recovery;
    private readonly RedisGate gate;
    private readonly IConnectionMultiplexer redis;
    private readonly TimeProvider time;
    private readonly ILogger<GarnetSupervisor> logger;
    private readonly Bell closed = new();

    public GarnetSupervisor(
        EmbeddedGarnet garnet, GarnetRecovery recovery, RedisGate gate, IConnectionMultiplexer redis, TimeProvider time,
        ILogger<GarnetSupervisor> logger)
    {
        (this.garnet, this.recovery, this.gate, this.redis) = (garnet, recovery, gate, redis);
        (this.time, this.logger) = (time, logger);
        redis.ConnectionFailed += (_, _) => closed.Ring();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var refused = 0;
        try
        {
            while (true)
            {
                if (refused == 0) await closed.Wait(IdleTick, time, stoppingToken);
                // A connection that was only lost is back by then.
                await Task.Delay(Tick, time, stoppingToken);
                refused = await Refuses() ? refused + 1 : 0;
                if (refused < Refusals) continue;
                var free = new DriveInfo(garnet.Directory).AvailableFreeSpace;
                if (refused == Refusals) LogRefuses(garnet.Directory, free / 1024 / 1024, Room / 1024 / 1024);
                if (free < Room) continue;
                refused = await Restarted(stoppingToken) ? 0 : Refusals + 1;
            }
        }
        catch (OperationCanceledException)
        {
            // Normal shutdown.
        }
    }

    /// <summary>Whether it closes the connection. A slow server is left alone.</summary>
    private async Task<bool> Refuses()
    {
        try
        {
            await redis.GetDatabase().PingAsync();
            return false;
        }
        catch (RedisConnectionException)
        {
            return true;
        }
        catch (RedisTimeoutException)
        {
            return false;
        }
    }

    /// <summary>Commits and drains wait until the commits that the broken log cut off are undone.</summary>
    private async Task<bool> Restarted(CancellationToken cancel)
    {
        gate.IsHeld = true;
        try
        {
            await Task.Run(garnet.Restart, cancel);
            var started = time.GetTimestamp();
            while (await Refuses())
            {
                if (time.GetElapsedTime(started) > Patience) return false;
                await Task.Delay(Tick / 10, time, cancel);
            }

            await recovery.Run();
            gate.IsHeld = false;
            LogRestarted();
            return true;
        }
#pragma warning disable CA1031 // The disk may be full again, or the start may fail otherwise; the next second tries again.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e.Message);
            return false;
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The embedded hot state cannot write its log: {Free} MiB are free below {Directory}, {Room} MiB are needed. Decisions "
            + "are CHALLENGE until there is room"
    )]
    private partial void LogRefuses(string directory, long free, long room);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "The embedded hot state was started anew and has every commit that was acknowledged"
    )]
    private partial void LogRestarted();

    [LoggerMessage(Level = LogLevel.Error, Message = "The embedded hot state could not be started anew ({Error}); tried again in a second")]
    private partial void LogFailed(string error);
}
