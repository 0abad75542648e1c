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
    /// Registers Hangfire (in memory with SQLite, in the schema <c>hangfire</c> with PostgreSQL), its servers of two
    /// workers and of one for erasures, <see cref="DirtyPartitions"/> and the scheduler. Needs AddColdStorage, AddSpool, an IOutbox and an
    /// IMediator.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">Where the jobs are kept.</param>
    /// <param name="drain">Whether this node drains outboxes; false leaves that to others.</param>
    public static IServiceCollection AddJobs(this IServiceCollection services, ColdStorageOptions options, bool drain = true)
    {
        services.AddSingleton<DirtyPartitions>();
        services.AddSingleton<SpoolTicket>();
        services.AddSingleton<NodeQueue>();
        // Registered before AddHangfire: its own registration would hand out the process-wide JobStorage.Current, another host's perhaps.
        services.AddSingleton(_ => Storage(options));
        services.AddHangfire((provider, hangfire) => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseStorage(provider.GetRequiredService<JobStorage>()));
        services.AddSingleton<IProfileJobs, ProfileJobs>();
        services.AddHostedService<JobServer>();
        services.AddSingleton(new JobsOptions(drain));
        services.AddHostedService<DrainScheduler>();
        services.AddHostedService<ErasureSweep>();
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

    // A PostgreSQL that is away at the start is tried again at each use, so that scoring need not wait for it.
    private static PostgreSqlStorage Served(string connectionString)
    {
        PostgreSqlStorageOptions served = new()
        {
            QueuePollInterval = JobServer.Poll,
            PrepareSchemaIfNecessary = true,
            StartupConnectionMaxRetries = 1,
            StartupConnectionBaseDelay = JobServer.Poll,
            AllowDegradedModeWithoutStorage = true,
            // A killed node leaves its locks and the jobs that it ran. The library holds a lock for milliseconds, and says each second that
            // a job still runs. A lock that is taken from a slow node is harmless: a job that runs twice changes nothing.
            DistributedLockTimeout = TimeSpan.FromSeconds(15),
            InvisibilityTimeout = TimeSpan.FromSeconds(30),
            UseSlidingInvisibilityTimeout = true,
        };
        return new(new NpgsqlConnectionFactory(connectionString, served), served);
    }
}
