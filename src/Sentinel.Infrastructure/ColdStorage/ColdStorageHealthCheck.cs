using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>
/// Queries the database for at most 2 s. If it is away, the check is degraded, not unhealthy: scoring continues, and the outbox keeps the
/// audit.
/// </summary>
public sealed class ColdStorageHealthCheck(IDbContextFactory<SentinelDbContext> contexts, ColdStorageOptions options) : IHealthCheck
{
    public const string Name = "cold_storage";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limited.CancelAfter(Patience);
            await using var database = await contexts.CreateDbContextAsync(limited.Token);
            await database.Database.ExecuteSqlRawAsync("SELECT 1", limited.Token);
            return HealthCheckResult.Healthy(options.Part);
        }
#pragma warning disable CA1031 // A health check reports any failure as its result.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded($"{options.Part} is away: {e.GetBaseException().GetType().Name}");
        }
#pragma warning restore CA1031
    }
}
