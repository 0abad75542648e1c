using Hangfire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Ports;
using Sentinel.Infrastructure.Spool;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>
/// Enqueues jobs: at most two drains a second, each for all marked partitions; every 10 s a sweep for records of other nodes; at most one
/// delivery of a non-empty spool a second; every hour a search for expired training samples. Sleeps until one of these is due, or a mark or
/// a line of the spool wakes it. After a failure the marks stay for the next round.
/// </summary>
internal sealed partial class DrainScheduler : BackgroundService
{
    /// <summary>The minimum time between two rounds.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan BetweenDeliveries = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SweepPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BeforeExpiry = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenExpiries = TimeSpan.FromHours(1);

    private readonly JobsOptions options;
    private readonly DirtyPartitions dirty;
    private readonly IOutbox outbox;
    private readonly FileSpool spool;
    private readonly SpoolTicket ticket;
    private readonly NodeQueue queue;
    private readonly IBackgroundJobClientV2 jobs;
    private readonly TimeProvider time;
    private readonly ILogger<DrainScheduler> logger;
    private readonly Bell work = new();
    private readonly HashSet<string> _failing = [];

    public DrainScheduler(
        JobsOptions options, DirtyPartitions dirty, IOutbox outbox, FileSpool spool, SpoolTicket ticket, NodeQueue queue,
        IBackgroundJobClientV2 jobs, TimeProvider time, ILogger<DrainScheduler> logger)
    {
        (this.options, this.dirty, this.outbox, this.spool, this.ticket) = (options, dirty, outbox, spool, ticket);
        (this.queue, this.jobs, this.time, this.logger) = (queue, jobs, time, logger);
        if (options.Drain) dirty.Marked += work.Ring;
        spool.Added += work.Ring;
        spool.Written += work.Ring;
    }

    public override void Dispose()
    {
        dirty.Marked -= work.Ring;
        spool.Added -= work.Ring;
        spool.Written -= work.Ring;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var now = time.GetTimestamp();
        var (sweepAt, expiryAt, deliverAt) = (now, After(now, BeforeExpiry), now);
        try
        {
            while (true)
            {
                now = time.GetTimestamp();
                if (options.Drain)
                {
                    if (now >= sweepAt)
                    {
                        sweepAt = After(now, BetweenSweeps);
                        await Guard("sweep", () => Sweep(stoppingToken));
                    }

                    await Guard("drain", Drain);
                }

                if (options.Drain && now >= expiryAt)
                {
                    expiryAt = After(now, BetweenExpiries);
                    await Guard("expiry", Expire);
                }

                if (now >= deliverAt && !spool.IsEmpty)
                {
                    deliverAt = After(now, BetweenDeliveries);
                    await Guard("spool", Deliver);
                }

                await Task.Delay(Pause, time, stoppingToken);
                await UntilDue(Math.Min(sweepAt, expiryAt), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal shutdown.
        }
    }

    /// <summary>Returns at once while marks could not be enqueued or the spool is not empty.</summary>
    private async Task UntilDue(long due, CancellationToken cancel)
    {
        if ((options.Drain && !dirty.IsEmpty) || !spool.IsEmpty) return;
        if (!options.Drain) await work.Wait(cancel);
        else if (time.GetElapsedTime(time.GetTimestamp(), due) is { Ticks: > 0 } left) await work.Wait(left, time, cancel);
    }

    private long After(long now, TimeSpan wait) => now + (long)(wait.TotalSeconds * time.TimestampFrequency);

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
#pragma warning disable CA1031 // The host survives any failure; it is logged once until the step works again.
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

/// <param name="Drain">Whether this node drains outboxes; if false, other nodes do.</param>
internal sealed record JobsOptions(bool Drain);
