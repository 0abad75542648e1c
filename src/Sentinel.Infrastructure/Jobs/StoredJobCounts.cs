using Hangfire;
using Sentinel.Application.Ports;
using Sentinel.Application.Stats.Records;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>Asks the job store, whose driver waits for it on its own thread.</summary>
internal sealed class StoredJobCounts(JobStorage storage) : IJobCounts
{
    public async Task<JobCounts?> Read(CancellationToken cancel)
    {
        try
        {
            var now = await Task.Run(storage.GetMonitoringApi().GetStatistics, cancel);
            return new(now.Enqueued, now.Scheduled, now.Processing, now.Failed);
        }
#pragma warning disable CA1031 // The driver may throw anything; the store did not answer.
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
#pragma warning restore CA1031
    }
}
