using Hangfire;
using Hangfire.InMemory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>
/// This node's Hangfire servers. While the job store is away, Hangfire's workers wait up to five minutes between attempts, and finish that
/// wait after its return. So the store is asked each second, and the servers are restarted when it returns.
/// </summary>
internal sealed partial class JobServer(
    JobStorage storage, JobActivator activator, NodeQueue queue, TimeProvider time, ILogger<JobServer> logger) : BackgroundService
{
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var servers = Start();
        try
        {
            // An in-memory store is never away.
            if (storage is InMemoryStorage) await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken);
            using var timer = new PeriodicTimer(Poll, time);
            var away = false;
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var answers = await Task.Run(Answers, stoppingToken);
                if (away && answers)
                {
                    End(servers);
                    servers = Start();
                    LogStartedAnew();
                }

                away = !answers;
            }
        }
        catch (OperationCanceledException)
        {
            // Normal shutdown.
        }
        finally
        {
            End(servers);
        }
    }

    private BackgroundJobServer[] Start() =>
        [Serve(2, "default", queue.Name), Serve(1, ProfileJobs.Erasures), Serve(1, SimulationJobs.Queue)];

    private BackgroundJobServer Serve(int workers, params string[] queues) => new(
        new BackgroundJobServerOptions
        {
            Activator = activator,
            WorkerCount = workers,
            Queues = queues,
            SchedulePollingInterval = Poll,
            ShutdownTimeout = TimeSpan.FromSeconds(5),
            // Only the first server runs the schedules and the store's maintenance.
            IsLightweightServer = queues[0] != "default",
        },
        storage);

    private static void End(BackgroundJobServer[] servers)
    {
        foreach (var server in servers) server.SendStop();
        foreach (var server in servers) server.Dispose();
    }

    private bool Answers()
    {
        try
        {
            using var connection = storage.GetConnection();
            _ = connection.GetAllItemsFromSet("sentinel:nothing");
            return true;
        }
#pragma warning disable CA1031 // The driver may throw anything; the store did not answer.
        catch (Exception)
        {
            return false;
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The job store is back: jobs go on")]
    private partial void LogStartedAnew();
}
