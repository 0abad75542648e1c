using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Simulations.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Simulations;

/// <summary>
/// Simulations in the active database. The place and the counts are stored by one statement, so both are always of one moment.
/// </summary>
internal sealed class SimulationStore(IDbContextFactory<SentinelDbContext> contexts, TimeProvider time) : ISimulations
{
    /// <summary>A simulation without progress for so long is considered abandoned.</summary>
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(30);

    /// <summary>How long results are kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>The first of the two lock numbers; the second is the tenant's hash.</summary>
    private const int LockSpace = 0x53494D55;

    private const int MostAttempts = 5;
    private const int MostDone = 50;

    public async Task<bool> Add(PolicySimulation simulation, Policy candidate, Policy? baseline, int most, CancellationToken cancel)
    {
        var (tenant, before) = (simulation.Tenant.Value, time.GetUtcNow() - Kept);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        // As with keys: on SQLite the only writer, on PostgreSQL one at a time for each tenant.
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        if (context is PostgresContext)
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockSpace}, hashtext({tenant}))", cancel);
        if (await context.Simulations.CountAsync(row => row.Tenant == tenant && row.FinishedAt == null, cancel) >= most)
            return false;
        context.Simulations.Add(SimulationRow.Of(simulation, candidate, baseline));
        await context.SaveChangesAsync(cancel);
        await context.Simulations.Where(row => row.FinishedAt < before).ExecuteDeleteAsync(cancel);
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    public async Task<PolicySimulation?> Find(TenantId tenant, Guid id, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return (await One(context, id).AsNoTracking().FirstOrDefaultAsync(row => row.Tenant == tenant.Value, cancel))?.ToSimulation();
    }

    public async Task<IReadOnlyList<PolicySimulation>> DoneOf(TenantId tenant, Policy candidate, CancellationToken cancel)
    {
        var (number, content) = (candidate.Version, SimulationRow.ContentOf(candidate));
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.Simulations.AsNoTracking()
            .Where(row => row.Tenant == tenant.Value && row.Candidate == number && row.State == SimulationState.Done)
            .Where(row => row.CandidatePolicy == content)
            .OrderByDescending(row => row.FinishedAt)
            .Take(MostDone)
            .ToListAsync(cancel);
        return rows.ConvertAll(row => row.ToSimulation());
    }

    public async Task<SimulationPage> List(TenantId tenant, AuditCursor? before, int limit, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = context.Simulations.AsNoTracking().Where(row => row.Tenant == tenant.Value);
        if (before is { } cursor)
        {
            var (at, id) = (cursor.DecidedAt.ToUniversalTime(), cursor.DecisionId);
            rows = rows.Where(row => row.RequestedAt <= at && (row.RequestedAt < at || row.Id < id));
        }

        var found = await rows.OrderByDescending(row => row.RequestedAt).ThenByDescending(row => row.Id).Take(limit + 1)
            .ToListAsync(cancel);
        var items = found.Take(limit).Select(row => row.ToSimulation()).ToList();
        return new(items, found.Count > limit ? new(items[^1].RequestedAt, items[^1].Id) : null);
    }

    public async Task<SimulationWork?> Begin(Guid id, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await Unfinished(context, id).Where(row => row.Attempts >= MostAttempts).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.State, SimulationState.Failed).SetProperty(one => one.FinishedAt, now), cancel);
        await Unfinished(context, id).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.State, SimulationState.Running)
                .SetProperty(one => one.StartedAt, one => one.StartedAt ?? now)
                .SetProperty(one => one.AdvancedAt, now)
                .SetProperty(one => one.Attempts, one => one.Attempts + 1),
            cancel);
        return (await Unfinished(context, id).AsNoTracking().FirstOrDefaultAsync(cancel))?.ToWork();
    }

    public async Task<bool> Advance(SimulationWork work, RecordedCursor at, SimulationCounts counts, CancellationToken cancel)
    {
        var (now, text, slice) = (time.GetUtcNow(), SimulationRow.Write(counts), work.Slice);
        var simulation = work.Simulation;
        var share = at.ShareOf(new(simulation.Tenant, simulation.From, simulation.To));
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Unfinished(context, simulation.Id).Where(row => row.Slice == slice).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.Counts, text)
                .SetProperty(one => one.NextPartition, at.Partition)
                .SetProperty(one => one.LastSession, at.Session.Value)
                .SetProperty(one => one.Share, share)
                .SetProperty(one => one.AdvancedAt, now)
                .SetProperty(one => one.Slice, slice + 1)
                .SetProperty(one => one.Attempts, 0)
                .SetProperty(one => one.State, at.IsAtEnd ? SimulationState.Done : SimulationState.Running)
                .SetProperty(one => one.FinishedAt, at.IsAtEnd ? now : (DateTimeOffset?)null),
            cancel) > 0;
    }

    public async Task<bool> Stop(TenantId tenant, Guid id, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Unfinished(context, id).Where(row => row.Tenant == tenant.Value).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.State, SimulationState.Stopped).SetProperty(one => one.FinishedAt, now), cancel) > 0;
    }

    public async Task<IReadOnlyList<Guid>> TakeStalled(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var before = now - Stalled;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        List<Guid> taken = [];
        var stalled = context.Simulations.Where(row => row.FinishedAt == null && row.AdvancedAt < before);
        foreach (var id in await stalled.Select(row => row.Id).ToListAsync(cancel))
        {
            if (await stalled.Where(row => row.Id == id)
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.AdvancedAt, now), cancel) > 0)
                taken.Add(id);
        }

        return taken;
    }

    private static IQueryable<SimulationRow> One(SentinelDbContext context, Guid id) => context.Simulations.Where(row => row.Id == id);

    private static IQueryable<SimulationRow> Unfinished(SentinelDbContext context, Guid id) =>
        One(context, id).Where(row => row.FinishedAt == null);
}
