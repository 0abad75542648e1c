using Hangfire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>
/// Tells the job store what to do each day, UTC, as soon as it answers. A store in memory forgets with its process what it missed, and a
/// laptop sleeps at night: there each job runs at the start too.
/// </summary>
internal sealed partial class DailyJobs(IRecurringJobManager jobs, ColdStorageOptions cold, TimeProvider time, ILogger<DailyJobs> logger)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        for (var failing = false; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                Schedule();
                return;
            }
#pragma warning disable CA1031 // Whatever the store's driver throws: it is tried again.
            catch (Exception e)
            {
                if (!failing) LogWaits(e.GetBaseException().GetType().Name);
                failing = true;
            }
#pragma warning restore CA1031
            await Task.Delay(Patience, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Schedule()
    {
        jobs.AddOrUpdate<CreateAuditPartitionsJob>("audit-prepare", job => job.Run(CancellationToken.None), "5 0 * * *");
        // After the grace of two hours, in which yesterday's last rows may still come.
        jobs.AddOrUpdate<SignAuditDaysJob>("audit-close-days", job => job.Run(CancellationToken.None), "5 2 * * *");
        jobs.AddOrUpdate<ApplyRetentionJob>("audit-retention", job => job.Run(CancellationToken.None), "35 2 * * *");
        if (cold.Postgres is not null) return;
        jobs.Trigger("audit-close-days");
        jobs.Trigger("audit-retention");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The daily jobs cannot be scheduled yet ({Error}); trying again")]
    private partial void LogWaits(string error);
}
