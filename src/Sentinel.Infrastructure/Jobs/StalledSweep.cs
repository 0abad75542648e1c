using Hangfire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Ports;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>
/// Every 10 s, enqueues erasures and simulations that have stalled: their node was killed, a store was away, or the job was lost.
/// </summary>
internal sealed partial class StalledSweep(
    IErasures erasures, IProfileJobs profileJobs, ISimulations simulations, ISimulationJobs simulationJobs, JobStorage storage,
    TimeProvider time, ILogger<StalledSweep> logger) : BackgroundService
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
            Enqueue(await erasures.TakeStalled(cancel), ProfileJobs.Erasures, profileJobs.Erase);
            Enqueue(await simulations.TakeStalled(cancel), SimulationJobs.Queue, simulationJobs.Simulate);
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

    /// <summary>What waits in the queue is not enqueued twice.</summary>
    private void Enqueue(IReadOnlyList<Guid> stalled, string queue, Action<Guid> enqueue)
    {
        if (stalled.Count == 0) return;
        var jobs = storage.GetMonitoringApi().EnqueuedJobs(queue, 0, MaxQueued);
        HashSet<Guid> queued = [.. jobs.Select(job => job.Value?.Job?.Args[0]).OfType<Guid>()];
        foreach (var one in stalled.Where(one => !queued.Contains(one))) enqueue(one);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The sweep for unfinished erasures and simulations fails ({Error}); they wait, and it is tried again")]
    private partial void LogFailing(string error);
}
