using Hangfire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>
/// Schedules the daily jobs (UTC) as soon as the job store answers. An in-memory store forgets missed runs when the process ends, and a
/// laptop sleeps at night, so with it the jobs also run at the start.
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
#pragma warning disable CA1031 // The driver may throw anything; the loop tries again.
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
        // After two hours of grace, in which the day's last rows may still arrive.
        jobs.AddOrUpdate<SignAuditDaysJob>("audit-close-days", job => job.Run(CancellationToken.None), "5 2 * * *");
        jobs.AddOrUpdate<ApplyRetentionJob>("audit-retention", job => job.Run(CancellationToken.None), "35 2 * * *");
        if (cold.Postgres is not null) return;
        jobs.Trigger("audit-close-days");
        jobs.Trigger("audit-retention");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The daily jobs cannot be scheduled yet ({Error}); trying again")]
    private partial void LogWaits(string error);
}
