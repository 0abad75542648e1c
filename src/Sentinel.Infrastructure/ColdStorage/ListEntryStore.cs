using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Lists.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>The tenants' lists in the active database. The provider's exceptions pass through.</summary>
internal sealed class ListEntryStore(IDbContextFactory<SentinelDbContext> contexts, TimeProvider time) : IListEntries
{
    /// <summary>The first of the two lock numbers; the second is the tenant's hash.</summary>
    private const int LockSpace = 0x4C495354;

    /// <summary>How long an entry is kept after its end.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async Task<ListEdition> Edition(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        // One group, or none while there are no entries.
        return (await context.ListEntries.GroupBy(_ => 1).Select(rows => new ListEdition(
            rows.Count(), rows.Count(row => row.EndedAt != null), rows.Max(row => row.CreatedAt))).ToListAsync(cancel)).FirstOrDefault();
    }

    public async Task<IReadOnlyList<ListEntry>> Live(DateTimeOffset now, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Read(Live(context.ListEntries, now), cancel);
    }

    public async Task<bool> Add(ListEntry entry, int most, CancellationToken cancel)
    {
        var tenant = entry.Tenant.Value;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        // As with keys: on SQLite the only writer, on PostgreSQL one at a time for each tenant.
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        if (context is PostgresContext)
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockSpace}, hashtext({tenant}))", cancel);
        if (await Live(context.ListEntries, time.GetUtcNow()).CountAsync(row => row.Tenant == tenant, cancel) >= most)
            return false;
        context.ListEntries.Add(ListEntryRow.From(entry));
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    public async Task<ListEntry?> Find(TenantId tenant, Guid id, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return (await One(context, tenant, id).AsNoTracking().FirstOrDefaultAsync(cancel))?.ToEntry();
    }

    public async Task<ListPage> List(ListFilter filter, CancellationToken cancel)
    {
        var (tenant, now) = (filter.Tenant.Value, filter.Now.ToUniversalTime());
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = context.ListEntries.AsNoTracking().Where(row => row.Tenant == tenant);
        rows = filter.Ended ? rows.Where(row => row.EndedAt != null || row.ExpiresAt <= now) : Live(rows, now);
        if (filter.Effect is { } effect) rows = rows.Where(row => row.Effect == effect);
        if (filter.User?.Value is { } user) rows = rows.Where(row => row.UserId == user);
        if ((long?)filter.Device?.Value is { } device) rows = rows.Where(row => row.Device == device);
        if (filter.Network?.ToString() is { } cidr) rows = rows.Where(row => row.Cidr == cidr);
        if (filter.Country is { } country) rows = rows.Where(row => row.Country == country);
        if (filter.Reason is { } reason) rows = rows.Where(row => row.Reason == reason);
        if (filter.Before is { } before)
        {
            var (at, id) = (before.DecidedAt.ToUniversalTime(), before.DecisionId);
            rows = rows.Where(row => row.CreatedAt <= at && (row.CreatedAt < at || row.Id < id));
        }

        var found = await rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id)
            .Take(filter.Limit + 1).ToListAsync(cancel);
        var items = found.Take(filter.Limit).Select(row => row.ToEntry()).ToList();
        return new(items, found.Count > filter.Limit ? new(items[^1].CreatedAt, items[^1].Id) : null);
    }

    public async Task<bool> End(TenantId tenant, Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        DateTimeOffset? at = now.ToUniversalTime();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Live(One(context, tenant, id), now)
            .ExecuteUpdateAsync(row => row.SetProperty(entry => entry.EndedAt, at), cancel) > 0;
    }

    public async Task<IReadOnlyList<ListEntry>> OfUser(TenantId tenant, UserId user, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Read(OfUser(context, tenant, user), cancel);
    }

    public async Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, CancellationToken cancel)
    {
        var at = until.ToUniversalTime();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await OfUser(context, tenant, user).Where(row => row.CreatedAt <= at).ExecuteDeleteAsync(cancel);
    }

    public async Task<int> Expire(CancellationToken cancel)
    {
        var before = time.GetUtcNow() - Kept;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.ListEntries.Where(row => row.ExpiresAt <= before || row.EndedAt <= before).ExecuteDeleteAsync(cancel);
    }

    private static IQueryable<ListEntryRow> Live(IQueryable<ListEntryRow> rows, DateTimeOffset now)
    {
        var at = now.ToUniversalTime();
        return rows.Where(row => row.EndedAt == null && row.ExpiresAt > at);
    }

    private static IQueryable<ListEntryRow> One(SentinelDbContext context, TenantId tenant, Guid id) =>
        context.ListEntries.Where(row => row.Tenant == tenant.Value && row.Id == id);

    private static IQueryable<ListEntryRow> OfUser(SentinelDbContext context, TenantId tenant, UserId user) =>
        context.ListEntries.Where(row => row.Tenant == tenant.Value && row.UserId == user.Value);

    private static async Task<IReadOnlyList<ListEntry>> Read(IQueryable<ListEntryRow> rows, CancellationToken cancel) =>
        (await rows.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancel))
            .ConvertAll(row => row.ToEntry());
}
