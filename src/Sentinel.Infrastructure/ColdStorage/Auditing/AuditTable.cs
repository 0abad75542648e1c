using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Auditing;

/// <summary>
/// The audit table of either database, here without partitions, as in SQLite. The provider's exceptions pass through.
/// </summary>
internal class AuditTable(IDbContextFactory<SentinelDbContext> contexts) : IAuditTable
{
    protected IDbContextFactory<SentinelDbContext> Contexts => contexts;

    public virtual Task Prepare(DateTimeOffset now, CancellationToken cancel) => Task.CompletedTask;

    public virtual Task<int> DropMonths(DateTimeOffset before, CancellationToken cancel) => Task.FromResult(0);

    public async Task<int> DeleteOldest(TenantId tenant, DateTimeOffset before, int limit, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var old = context.Audit.Where(row => row.Tenant == tenant.Value && row.DecidedAt < before);
        // Up to the time of the row that fills the batch: a plain range, which both databases delete along the index.
        var last = await old.OrderBy(row => row.DecidedAt)
            .Skip(limit - 1)
            .Select(row => (DateTimeOffset?)row.DecidedAt)
            .FirstOrDefaultAsync(cancel);
        return await (last is null ? old : old.Where(row => row.DecidedAt <= last)).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Takes one index step per tenant, instead of a scan of all rows.</summary>
    public async Task<IReadOnlyList<TenantId>> Tenants(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        List<TenantId> tenants = [];
        var last = "";
        while (
            await context.Audit.Where(row => string.Compare(row.Tenant, last) > 0).MinAsync(row => (string?)row.Tenant, cancel) is { } next
        )
        {
            if (TenantId.TryParse(next, out var tenant)) tenants.Add(tenant);
            last = next;
        }

        return tenants;
    }

    public async Task<DateTimeOffset?> Oldest(TenantId tenant, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Audit.Where(row => row.Tenant == tenant.Value).OrderBy(row => row.DecidedAt)
            .Select(row => (DateTimeOffset?)row.DecidedAt).FirstOrDefaultAsync(cancel);
    }

    public async Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, int limit, CancellationToken cancel)
    {
        var (at, nobody) = (until.ToUniversalTime(), UserId.Unknown.Value);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await Hold(context, Partition.Of(tenant, user), cancel);
        await context.Sanctions.Where(row => row.Tenant == tenant.Value && row.UserId == user.Value && row.ChangedAt <= at)
            .ExecuteDeleteAsync(cancel);
        var own = context.Audit.Where(row => row.Tenant == tenant.Value && row.UserId == user.Value && row.DecidedAt <= at);
        // Degraded evaluations and reads of a session name the session but no user. They are blanked first, while the rows that assign
        // the session to the user exist.
        var theirs = own.Where(row => !row.Degraded && row.SessionId != "").Select(row => row.SessionId);
        var unnamed = context.Audit.Where(row => row.Tenant == tenant.Value && row.UserId == nobody
            && (theirs.Contains(row.SessionId) || theirs.Contains(row.Target)));
        var erased = await Blank(unnamed, at, limit, cancel);
        if (erased < limit) erased += await Blank(own, at, limit - erased, cancel);
        await transaction.CommitAsync(CancellationToken.None);
        return erased;
    }

    /// <summary>Keeps drains out of the partition until the transaction ends. On SQLite, the write itself does.</summary>
    protected virtual Task Hold(SentinelDbContext context, Partition partition, CancellationToken cancel) => Task.CompletedTask;

    private static async Task<int> Blank(IQueryable<AuditRow> rows, DateTimeOffset at, int limit, CancellationToken cancel)
    {
        var last = await rows.OrderBy(row => row.DecidedAt).Skip(limit - 1)
            .Select(row => (DateTimeOffset?)row.DecidedAt).FirstOrDefaultAsync(cancel);
        return await (last is null ? rows : rows.Where(row => row.DecidedAt <= last)).ExecuteUpdateAsync(
            row =>
            {
                foreach (var blank in Blanks) blank(row);
                row.SetProperty(r => r.ErasedAt, at);
            },
            cancel);
    }

    /// <summary>Each sets one of the columns that an erasure clears to its value in <see cref="AuditRow.Blank"/>.</summary>
    private static readonly Action<UpdateSettersBuilder<AuditRow>>[] Blanks =
    [
        .. typeof(AuditRow).GetProperties().Where(member => !AuditRow.KeptByErasure.Contains(member.Name)).Select(member =>
            typeof(AuditTable).GetMethod(nameof(Blanking), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(member.PropertyType).Invoke(null, [member])).Cast<Action<UpdateSettersBuilder<AuditRow>>>(),
    ];

    private static Action<UpdateSettersBuilder<AuditRow>> Blanking<T>(PropertyInfo member)
    {
        var row = Expression.Parameter(typeof(AuditRow));
        var column = Expression.Lambda<Func<AuditRow, T>>(Expression.Property(row, member), row);
        var value = (T)member.GetValue(AuditRow.Blank)!;
        return setters => setters.SetProperty(column, value);
    }
}
