using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Policies.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>The versions of policies in the active database. The provider's exceptions pass through.</summary>
internal sealed class PolicyStore(IDbContextFactory<SentinelDbContext> contexts) : IPolicies
{
    /// <summary>The first of the two lock numbers; the second is the tenant's hash.</summary>
    private const int LockSpace = 0x504F4C49;

    public async Task<StoredPolicies> InForce(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.PolicyVersions.AsNoTracking()
            .Where(row => row.State == PolicyState.Live || row.State == PolicyState.Shadow).ToListAsync(cancel);
        var (versions, unreadable) = (new List<PolicyVersion>(), new List<UnreadablePolicy>());
        foreach (var row in rows)
        {
            try
            {
                versions.Add(row.ToVersion());
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                unreadable.Add(new(row.Tenant, row.Number, row.State));
            }
        }

        return new(versions, unreadable);
    }

    public async Task<IReadOnlyList<PolicyVersion>> List(TenantId tenant, int before, int limit, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.PolicyVersions.AsNoTracking().Where(row => row.Tenant == tenant.Value && row.Number < before)
            .OrderByDescending(row => row.Number).Take(limit).ToListAsync(cancel);
        return rows.ConvertAll(row => row.ToVersion());
    }

    public async Task<PolicyVersion?> Find(TenantId tenant, int number, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var row = await context.PolicyVersions.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Tenant == tenant.Value && row.Number == number, cancel);
        return row?.ToVersion();
    }

    public async Task<PolicyChange<T>> Change<T>(
        TenantId tenant, Func<IReadOnlyList<PolicyVersion>, PolicyChange<T>> decide, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        // On SQLite, this transaction is the only writer. On PostgreSQL, nodes wait for the tenant's lock, then see the previous change.
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        if (context is PostgresContext)
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockSpace}, hashtext({tenant.Value}))", cancel);
        var rows = await context.PolicyVersions.Where(row => row.Tenant == tenant.Value).OrderBy(row => row.Number).ToListAsync(cancel);
        var change = decide(rows.ConvertAll(row => row.ToVersion()));
        foreach (var version in change.Written)
        {
            if (rows.Find(row => row.Number == version.Number) is { } row) row.Take(version);
            else context.PolicyVersions.Add(PolicyRow.From(version));
        }

        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(CancellationToken.None);
        return change;
    }
}
