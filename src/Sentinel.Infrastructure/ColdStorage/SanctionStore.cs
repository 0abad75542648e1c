using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Ports;
using Sentinel.Application.Users.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>Sanctions in the active database; <see cref="Auditing.AuditLog"/> writes them.</summary>
internal sealed class SanctionStore(IDbContextFactory<SentinelDbContext> contexts, TimeProvider time) : ISanctions
{
    public async Task<long?> Mark(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.HotState.Select(row => (long?)row.Mark).SingleOrDefaultAsync(cancel);
    }

    public async Task Raise(long mark, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO hot_state (id, mark) VALUES (1, {mark})
            ON CONFLICT (id) DO UPDATE SET mark = excluded.mark WHERE excluded.mark > hot_state.mark
            """, cancel);
    }

    public Task<IReadOnlyList<StoredSanctions>> Of(Partition partition, CancellationToken cancel)
    {
        var number = (int)partition.Value;
        return Read(rows => rows.Where(row => row.Partition == number), cancel);
    }

    public Task<IReadOnlyList<StoredSanctions>> Since(DateTimeOffset at, CancellationToken cancel)
    {
        var from = at.ToUniversalTime();
        return Read(rows => rows.Where(row => row.ChangedAt >= from), cancel);
    }

    public async Task<int> Expire(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Sanctions.Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancel);
    }

    private async Task<IReadOnlyList<StoredSanctions>> Read(
        Func<IQueryable<SanctionRow>, IQueryable<SanctionRow>> which, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await which(context.Sanctions.AsNoTracking().Where(row => row.ExpiresAt >= now)).ToListAsync(cancel);
        return rows.ConvertAll(row => row.ToKept());
    }
}
