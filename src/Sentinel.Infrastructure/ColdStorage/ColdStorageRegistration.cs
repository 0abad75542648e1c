using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Reviews.Records;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.Clocks;
using Sentinel.Infrastructure.ColdStorage.Auditing;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.ColdStorage.Profiles;
using Sentinel.Infrastructure.ColdStorage.Reviews;
using Sentinel.Infrastructure.ColdStorage.Simulations;
using Sentinel.Infrastructure.ColdStorage.Stats;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Infrastructure.ColdStorage;

public static class ColdStorageRegistration
{
    /// <summary>
    /// Registers the audit's ports, <see cref="IApiKeys"/>, <see cref="Migrator"/>, the health check <c>cold_storage</c> and the data
    /// protection keys. Nothing connects before its first use. Run the <see cref="Migrator"/> before the host starts.
    /// </summary>
    public static IServiceCollection AddColdStorage(this IServiceCollection services, ColdStorageOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new DataDirectory(options.DataDirectory));
        if (options.Postgres is { } postgres)
        {
            services.AddContexts<PostgresContext>((_, builder) => PostgresContext.Configure(builder, postgres));
            services.AddSingleton<IAuditLog, PostgresAuditLog>();
            services.AddSingleton<IOtherClock, PostgresClock>();
            services.AddSingleton<IAuditTable, PostgresAuditTable>();
        }
        else
        {
            services.AddContexts<SqliteContext>(
                (provider, builder) => SqliteContext.Configure(builder, SqliteContext.File(provider.GetRequiredService<DataDirectory>())));
            services.AddSingleton<IAuditLog, SqliteAuditLog>();
            services.AddSingleton<IAuditTable, AuditTable>();
        }
        services.AddSingleton<AuditFingerprints>();
        services.AddSingleton<IAuditDigests, AuditDigests>();
        services.AddSingleton<ISessionHistory, SessionHistory>();
        services.AddSingleton<IFeedback, FeedbackStore>();
        services.TryAddSingleton(SketchOptions.Default);
        services.AddSingleton<ISketches, SketchStore>();
        services.AddSingleton<IStats, StatStore>();
        services.TryAddSingleton(ReviewOptions.Default);
        services.AddSingleton<IReviews, ReviewStore>();
        services.AddSingleton<ISimulations, SimulationStore>();
        services.AddSingleton<IRecordedSessions, RecordedSessions>();
        services.AddSingleton<IListEntries, ListEntryStore>();
        services.AddSingleton<IApiKeys, ApiKeys>();
        services.TryAddSingleton(LearningOptions.Default);
        services.TryAddSingleton(new PolicyPreset(Policy.Default));
        services.AddSingleton<IPolicies, PolicyStore>();
        services.AddSingleton<PoliciesInForce>();
        services.TryAddSingleton(_ => PopulationFile.Shipped);
        services.AddSingleton<IProfiles, ProfileStore>();
        services.AddSingleton<IErasures, ErasureStore>();
        services.AddSingleton<ISanctions, SanctionStore>();
        services.AddSingleton<Migrator>();
        services.AddHealthChecks().AddCheck<ColdStorageHealthCheck>(ColdStorageHealthCheck.Name);
        services.AddDataProtection().SetApplicationName("Sentinel").PersistKeysToDbContext<SentinelDbContext>();
        return services;
    }

    private static void AddContexts<T>(this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configure)
        where T : SentinelDbContext
    {
        services.AddPooledDbContextFactory<T>(configure);
        services.AddSingleton<IDbContextFactory<SentinelDbContext>, ActiveContexts<T>>();
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<SentinelDbContext>>().CreateDbContext());
    }

    /// <summary>Resolves the context of the active database.</summary>
    private sealed class ActiveContexts<T>(IDbContextFactory<T> inner) : IDbContextFactory<SentinelDbContext>
        where T : SentinelDbContext
    {
        public SentinelDbContext CreateDbContext() => inner.CreateDbContext();

        public async Task<SentinelDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await inner.CreateDbContextAsync(cancellationToken);
    }
}
