using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Ports;
using Sentinel.Application.Stats;
using Sentinel.Application.Stats.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Stats;

/// <summary>
/// Counts in the active database. Each transaction that writes audit rows adds one row of counts, so drains never wait for each other. A
/// roll-up moves these rows into minutes and hours; a reader adds both, in one statement, and so finds each count once.
/// </summary>
internal sealed class StatStore(IDbContextFactory<SentinelDbContext> contexts, TimeProvider time) : IStats
{
    /// <summary>The number of the lock of a roll-up.</summary>
    private const long Turn = 0x53544154;

    /// <summary>How long each step is kept.</summary>
    private static readonly Dictionary<StatStep, TimeSpan> Kept = new()
    {
        [StatStep.Minute] = StatsCriteria.MinutesKept,
        [StatStep.Hour] = TimeSpan.FromDays(2 * 366),
    };

    public async Task<IReadOnlyList<StatPoint>> Read(
        TenantId? tenant, StatStep step, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var (owner, first, end) = (tenant?.Value ?? StatRow.Installation, from.ToUniversalTime(), to.ToUniversalTime());
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rolled = context.Stats.AsNoTracking()
            .Where(row => row.Tenant == owner && row.Step == step && row.At >= first && row.At < end)
            .Select(row => new { row.At, row.Counts });
        var added = context.StatAdditions.AsNoTracking()
            .Where(row => row.Tenant == owner && row.At >= first && row.At < end)
            .Select(row => new { row.At, row.Counts });
        return
        [
            .. (await rolled.Concat(added).ToListAsync(cancel))
                .GroupBy(row => step.Floor(row.At))
                .OrderBy(rows => rows.Key)
                .Select(rows => new StatPoint(rows.Key, Sum(rows.Select(row => row.Counts)))),
        ];
    }

    public async Task Add(DateTimeOffset at, Counts counts, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.InsertMissing([StatAdditionRow.Of(StatRow.Installation, StatStep.Minute.Floor(at), counts)], cancel);
    }

    public async Task<int> RollUp(int limit, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        if (!await TryTakeTurn(context, cancel)) return 0;
        var additions = await context.StatAdditions.AsNoTracking().OrderBy(row => row.Id).Take(limit).ToListAsync(cancel);
        if (additions.Count == 0) return 0;
        foreach (var step in Enum.GetValues<StatStep>())
            await RollUp(context, step, additions, cancel);
        var taken = additions.ConvertAll(row => row.Id);
        await context.StatAdditions.Where(row => taken.Contains(row.Id)).ExecuteDeleteAsync(cancel);
        // No cancellation: a canceled commit may still have succeeded, and EF logs it as an error.
        await transaction.CommitAsync(CancellationToken.None);
        return additions.Count;
    }

    public async Task<int> Expire(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var deleted = 0;
        foreach (var (step, kept) in Kept)
        {
            var before = time.GetUtcNow() - kept;
            deleted += await context.Stats.Where(row => row.Step == step && row.At < before).ExecuteDeleteAsync(cancel);
        }

        return deleted;
    }

    private static async Task RollUp(
        SentinelDbContext context, StatStep step, IReadOnlyList<StatAdditionRow> additions, CancellationToken cancel)
    {
        var sums = additions.GroupBy(row => (row.Tenant, At: step.Floor(row.At))).ToDictionary(rows => rows.Key, rows => rows.ToList());
        var tenants = sums.Keys.Select(key => key.Tenant).Distinct().ToList();
        var times = sums.Keys.Select(key => key.At).Distinct().ToList();
        var known = (await context.Stats.AsNoTracking()
            .Where(row => tenants.Contains(row.Tenant) && row.Step == step && times.Contains(row.At))
            .ToListAsync(cancel)).ToDictionary(row => (row.Tenant, row.At));
        var rows = sums.Select(sum => new StatRow
        {
            Tenant = sum.Key.Tenant,
            Step = step,
            At = sum.Key.At,
            Counts = StatRow.Write(Sum(
                sum.Value.Select(row => row.Counts).Concat(known.TryGetValue(sum.Key, out var before) ? [before.Counts] : []))),
        });
        await context.Insert(rows, "(tenant, step, at) DO UPDATE SET counts = excluded.counts", cancel);
    }

    /// <summary>False if another node rolls up. On SQLite, the transaction itself keeps others out.</summary>
    private static async Task<bool> TryTakeTurn(SentinelDbContext context, CancellationToken cancel) =>
        context is not PostgresContext
        || (await context.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({Turn}) AS \"Value\"").ToListAsync(cancel))[0];

    private static Counts Sum(IEnumerable<string> counts)
    {
        Counts sum = new();
        foreach (var json in counts) sum.Add(StatRow.Read(json));
        return sum;
    }
}
