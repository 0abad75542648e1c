using Hangfire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Ports;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>Every 10 s, enqueues erasures that have stalled: their node was killed, hot state was away, or the job was lost.</summary>
internal sealed partial class ErasureSweep(
    IErasures erasures, IProfileJobs jobs, JobStorage storage, TimeProvider time, ILogger<ErasureSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);

    private const int MaxQueued = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Tick, time);
        var failing = false;
        try
        {
            do failing = !await Sweep(failing, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Normal shutdown.
        }
    }

    private async Task<bool> Sweep(bool failing, CancellationToken cancel)
    {
        try
        {
            // An erasure that waits in the queue is not enqueued twice.
            var queued = Queued();
            foreach (var erasure in await erasures.TakeStalled(cancel))
            {
                if (!queued.Contains(erasure)) jobs.Erase(erasure);
            }

            return true;
        }
#pragma warning disable CA1031 // The host survives any failure; it is logged once until the sweep works again.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (!failing) LogFailing(e.GetBaseException().GetType().Name);
            return false;
        }
#pragma warning restore CA1031
    }

    private HashSet<Guid> Queued()
    {
        var jobs = storage.GetMonitoringApi().EnqueuedJobs(ProfileJobs.Erasures, 0, MaxQueued);
        return [.. jobs.Select(job => job.Value?.Job?.Args[0]).OfType<Guid>()];
    }

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "The sweep for unfinished erasures fails ({Error}); they wait, and it is tried again")]
    private partial void LogFailing(string error);
}
