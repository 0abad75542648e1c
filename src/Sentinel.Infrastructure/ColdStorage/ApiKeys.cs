using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>The keys in the active database. The provider's exceptions pass through.</summary>
internal sealed class ApiKeys(IDbContextFactory<SentinelDbContext> contexts) : IApiKeys
{
    /// <summary>The first of the two lock numbers; the second is the tenant's hash.</summary>
    private const int LockSpace = 0x4B455953;

    public async Task<IReadOnlyList<ApiKey>> All(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Read(context.ApiKeys, cancel);
    }

    public async Task<IReadOnlyList<ApiKey>> Of(TenantId tenant, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Read(context.ApiKeys.Where(row => row.Tenant == tenant.Value), cancel);
    }

    public async Task Add(ApiKey key, CancellationToken cancel)
    {
        var hash = key.Hash.ToArray();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.ApiKeys.AnyAsync(row => row.Hash == hash, cancel)) return;
        context.ApiKeys.Add(ApiKeyRow.From(key));
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Another node may have stored the same key between the check and the insert.
            if (!await context.ApiKeys.AnyAsync(row => row.Hash == hash, cancel)) throw;
        }
    }

    public async Task<ApiKeyChange<T>> Change<T>(
        TenantId tenant,
        Func<IReadOnlyList<ApiKey>, ApiKeyChange<T>> decide,
        CancellationToken cancel
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        // On SQLite, this transaction is the only writer. On PostgreSQL, nodes wait for the tenant's lock, then see the previous change.
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        if (context is PostgresContext)
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockSpace}, hashtext({tenant.Value}))", cancel);
        var rows = await context.ApiKeys.Where(row => row.Tenant == tenant.Value).OrderBy(row => row.CreatedAt).ToListAsync(cancel);
        var change = decide(rows.ConvertAll(row => row.ToKey()));
        foreach (var key in change.Written)
        {
            if (rows.Find(row => row.Id == key.Id) is { } row)
                (row.Scopes, row.ExpiresAt, row.RevokedAt) =
                    (key.Scopes, key.ExpiresAt?.ToUniversalTime(), key.RevokedAt?.ToUniversalTime());
            else
                context.ApiKeys.Add(ApiKeyRow.From(key));
        }

        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(CancellationToken.None);
        return change;
    }

    public async Task Used(Guid key, DateTimeOffset at, TimeSpan step, CancellationToken cancel)
    {
        DateTimeOffset? used = at.ToUniversalTime();
        var before = used - step;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.ApiKeys.Where(row => row.Id == key && (row.LastUsedAt == null || row.LastUsedAt <= before))
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.LastUsedAt, used), cancel);
    }

    private static async Task<IReadOnlyList<ApiKey>> Read(IQueryable<ApiKeyRow> rows, CancellationToken cancel) =>
        (await rows.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancel)).ConvertAll(row => row.ToKey());
}
