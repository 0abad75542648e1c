using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Microsoft.Extensions.DependencyInjection;
using Sentinel.Application.Ports;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.Jobs;

public static class JobsRegistration
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Registers Hangfire (in memory with SQLite, in the schema <c>hangfire</c> with PostgreSQL), its servers (two workers, one for
    /// erasures and one for simulations), <see cref="DirtyPartitions"/> and the scheduler. Requires AddColdStorage, AddSpool, an IOutbox
    /// and an IMediator.
    /// </summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="options">Decides where the jobs are stored.</param>
    /// <param name="drain">Whether this node drains outboxes; if false, other nodes do.</param>
    public static IServiceCollection AddJobs(this IServiceCollection services, ColdStorageOptions options, bool drain = true)
    {
        services.AddSingleton<DirtyPartitions>();
        services.AddSingleton<SpoolTicket>();
        services.AddSingleton<NodeQueue>();
        services.AddSingleton<RollUpRequests>();
        // Before AddHangfire, whose own registration returns the process-wide JobStorage.Current, possibly another host's.
        services.AddSingleton(_ => Storage(options));
        services.AddHangfire((provider, hangfire) => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseFilter(new JobTelemetry(provider.GetRequiredService<TimeProvider>()))
            .UseStorage(provider.GetRequiredService<JobStorage>()));
        services.AddSingleton<IProfileJobs, ProfileJobs>();
        services.AddSingleton<ISimulationJobs, SimulationJobs>();
        services.AddSingleton<IJobCounts, StoredJobCounts>();
        services.AddHostedService<JobServer>();
        services.AddSingleton(new JobsOptions(drain));
        services.AddHostedService<DrainScheduler>();
        services.AddHostedService<StalledSweep>();
        services.AddHostedService<DailyJobs>();
        return services;
    }

    private static JobStorage Storage(ColdStorageOptions options)
    {
        JobStorage storage = options.Postgres is { } postgres
            ? Served(PostgresSetting.ConnectionString(postgres))
            : new InMemoryStorage(new() { MaxExpirationTime = Kept });
        storage.JobExpirationTimeout = Kept;
        return storage;
    }

    // If PostgreSQL is away at the start, each use tries again, so scoring does not wait for it.
    private static PostgreSqlStorage Served(string connectionString)
    {
        PostgreSqlStorageOptions served = new()
        {
            QueuePollInterval = JobServer.Poll,
            PrepareSchemaIfNecessary = true,
            StartupConnectionMaxRetries = 1,
            StartupConnectionBaseDelay = JobServer.Poll,
            AllowDegradedModeWithoutStorage = true,
            // A killed node leaves its locks and its running jobs. The library holds a lock for milliseconds and renews a running job
            // every fifth of the timeout. Taking a lock from a slow node is harmless: jobs are idempotent.
            DistributedLockTimeout = TimeSpan.FromSeconds(15),
            InvisibilityTimeout = TimeSpan.FromSeconds(30),
            UseSlidingInvisibilityTimeout = true,
        };
        return new(new NpgsqlConnectionFactory(connectionString, served), served);
    }
}
