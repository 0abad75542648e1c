using Hangfire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Ports;
using Sentinel.Infrastructure.Spool;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>
/// Turns dirty marks into jobs: at most two drains a second, each for the whole set; every 10 s a sweep for what other nodes left; each
/// second one delivery of the spool if it holds anything, each hour one look for expired training samples. Whatever is away, the marks stay
/// and the next tick tries again.
/// </summary>
internal sealed partial class DrainScheduler(
    JobsOptions options,
    DirtyPartitions dirty,
    IOutbox outbox,
    FileSpool spool,
    SpoolTicket ticket,
    NodeQueue queue,
    IBackgroundJobClientV2 jobs,
    TimeProvider time,
    ILogger<DrainScheduler> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SweepPatience = TimeSpan.FromSeconds(5);

    private const int TicksPerDelivery = 2;
    private const int TicksPerSweep = 20;
    private const int TicksPerExpiry = 7_200;
    private const int FirstExpiry = 1_200;

    private readonly HashSet<string> _failing = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        for (var tick = 0L; !stoppingToken.IsCancellationRequested; tick++)
        {
            if (options.Drain)
            {
                if (tick % TicksPerSweep == 0) await Guard("sweep", () => Sweep(stoppingToken));
                await Guard("drain", Drain);
            }

            if (options.Drain && tick % TicksPerExpiry == FirstExpiry) await Guard("expiry", Expire);
            if (tick % TicksPerDelivery == 0) await Guard("spool", Deliver);
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task Sweep(CancellationToken cancel)
    {
        foreach (var partition in await outbox.Pending(cancel).WaitAsync(SweepPatience, time, cancel)) dirty.Mark(partition);
    }

    private Task Drain()
    {
        var taken = dirty.TakeAll();
        if (taken.Count == 0) return Task.CompletedTask;
        try
        {
            var partitions = taken.Select(partition => (int)partition.Value).ToArray();
            jobs.Enqueue<DrainOutboxJob>(job => job.Run(partitions, CancellationToken.None));
        }
        catch
        {
            foreach (var partition in taken) dirty.Mark(partition);
            throw;
        }
        return Task.CompletedTask;
    }

    private Task Expire()
    {
        jobs.Enqueue<ExpireTrainingSamplesJob>(job => job.Run(CancellationToken.None));
        return Task.CompletedTask;
    }

    private Task Deliver()
    {
        if (spool.IsEmpty || !ticket.TryTake(time.GetUtcNow())) return Task.CompletedTask;
        try
        {
            jobs.Enqueue<DeliverSpoolJob>(queue.Name, job => job.Run(CancellationToken.None));
        }
        catch
        {
            ticket.Return();
            throw;
        }
        return Task.CompletedTask;
    }

    private async Task Guard(string step, Func<Task> work)
    {
        try
        {
            await work();
            if (_failing.Remove(step)) LogRecovered(step);
        }
#pragma warning disable CA1031 // Whatever is away, the host lives on; the log says so once, until the step works again.
        catch (Exception e)
        {
            if (_failing.Add(step)) LogFailing(step, e.GetBaseException().GetType().Name);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The scheduler's {Step} fails ({Error}); nothing is forgotten, it is tried again")]
    private partial void LogFailing(string step, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "The scheduler's {Step} works again")]
    private partial void LogRecovered(string step);
}

/// <param name="Drain">Whether this node drains outboxes; false leaves that to others.</param>
internal sealed record JobsOptions(bool Drain);
