using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Ports;
using Sentinel.Application.Users.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Profiles;

/// <summary>Erasures in the active database. A unique index limits a user to one unfinished erasure.</summary>
internal sealed class ErasureStore(IDbContextFactory<SentinelDbContext> contexts, TimeProvider time) : IErasures
{
    /// <summary>An erasure without progress for so long is considered abandoned.</summary>
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(15);

    /// <summary>How long a receipt is kept after the erasure has finished.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async Task<(Erasure Erasure, bool Begun)> Begin(
        TenantId tenant, UserId user, Guid? by, DateTimeOffset at, IReadOnlyCollection<SessionId> sessions, CancellationToken cancel)
    {
        // The audit's resolution, so that the audit row has the same time.
        var now = StoredTime.Of(at);
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await context.InsertMissing([new ProfileRow { Id = Guid.CreateVersion7(now), Tenant = tenant.Value, UserId = user.Value }], cancel);
        var profile = await context.Profiles.Where(row => row.Tenant == tenant.Value && row.UserId == user.Value)
            .Select(row => row.Id).SingleAsync(cancel);
        var row = new ErasureRow
        {
            Id = Guid.CreateVersion7(now), Tenant = tenant.Value, ProfileId = profile, RequestedBy = by,
            RequestedAt = now, ErasedAt = now, AdvancedAt = now,
        };
        var begun = await context.InsertMissing([row], cancel) > 0;
        if (begun) await context.InsertMissing(Rows(row.Id, sessions), cancel);
        await transaction.CommitAsync(CancellationToken.None);
        var running = await Read(context, context.Erasures.Where(other => other.ProfileId == profile && other.FinishedAt == null), cancel);
        // If none is found, the running one has just finished.
        return running is null ? await Begin(tenant, user, by, at, sessions, cancel) : (running, begun);
    }

    public async Task<Erasure?> Find(TenantId tenant, Guid id, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await Read(context, context.Erasures.Where(row => row.Tenant == tenant.Value && row.Id == id), cancel);
    }

    public async Task<(TenantId Tenant, UserId User, Erasure Erasure)?> Unfinished(Guid id, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var which = context.Erasures.Where(row => row.Id == id && row.FinishedAt == null);
        if (await Read(context, which, cancel) is not { } erasure) return null;
        var user = await which.Join(context.Profiles, row => row.ProfileId, profile => profile.Id, (_, profile) => profile)
            .AsNoTracking().SingleAsync(cancel);
        return (TenantId.Parse(user.Tenant), UserId.Parse(user.UserId), erasure);
    }

    public async Task Add(Guid id, IReadOnlyCollection<SessionId> sessions, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.InsertMissing(Rows(id, sessions), cancel);
    }

    public async Task<IReadOnlyList<SessionId>> Waiting(Guid id, int limit, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var ids = await context.ErasureSessions.Where(row => row.ErasureId == id).OrderBy(row => row.SessionId).Take(limit)
            .Select(row => row.SessionId).ToListAsync(cancel);
        return ids.ConvertAll(SessionId.Parse);
    }

    public async Task Cleared(Guid id, IReadOnlyCollection<SessionId> sessions, int hotKeys, CancellationToken cancel)
    {
        var names = sessions.Select(session => session.Value).ToArray();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        var gone = await context.ErasureSessions.Where(row => row.ErasureId == id && names.Contains(row.SessionId))
            .ExecuteDeleteAsync(cancel);
        await Count(context, id, new(Sessions: gone, HotKeys: hotKeys), cancel);
        await transaction.CommitAsync(CancellationToken.None);
    }

    public async Task Count(Guid id, ErasureCounts more, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await Count(context, id, more, cancel);
    }

    public async Task Finish(Guid id, DateTimeOffset erasedAt, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Erasures.Where(row => row.Id == id && row.FinishedAt == null).ExecuteUpdateAsync(
            row => row.SetProperty(erasure => erasure.ErasedAt, erasedAt.ToUniversalTime()).SetProperty(erasure => erasure.FinishedAt, now),
            cancel);
        // Another node that worked on the same erasure may have added cleared sessions again.
        await context.ErasureSessions.Where(row => row.ErasureId == id).ExecuteDeleteAsync(cancel);
        await context.Erasures.Where(row => row.FinishedAt < now - Kept).ExecuteDeleteAsync(cancel);
    }

    public async Task<IReadOnlyList<Guid>> TakeStalled(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var before = now - Stalled;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        List<Guid> taken = [];
        var stalled = context.Erasures.Where(row => row.FinishedAt == null && row.AdvancedAt < before);
        foreach (var id in await stalled.Select(row => row.Id).ToListAsync(cancel))
        {
            if (await stalled.Where(row => row.Id == id)
                .ExecuteUpdateAsync(row => row.SetProperty(erasure => erasure.AdvancedAt, now), cancel) > 0)
                taken.Add(id);
        }

        return taken;
    }

    private static IEnumerable<ErasureSessionRow> Rows(Guid id, IEnumerable<SessionId> sessions) =>
        sessions.Select(session => session.Value).Order(StringComparer.Ordinal)
            .Select(session => new ErasureSessionRow { ErasureId = id, SessionId = session });

    private static async Task<Erasure?> Read(SentinelDbContext context, IQueryable<ErasureRow> which, CancellationToken cancel) =>
        await which.AsNoTracking().SingleOrDefaultAsync(cancel) is { } row
            ? row.ToErasure(await context.ErasureSessions.CountAsync(session => session.ErasureId == row.Id, cancel))
            : null;

    private async Task Count(SentinelDbContext context, Guid id, ErasureCounts more, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await context.Erasures.Where(row => row.Id == id).ExecuteUpdateAsync(
            row => row
                .SetProperty(erasure => erasure.AdvancedAt, now)
                .SetProperty(erasure => erasure.Sessions, erasure => erasure.Sessions + more.Sessions)
                .SetProperty(erasure => erasure.HotKeys, erasure => erasure.HotKeys + more.HotKeys)
                .SetProperty(erasure => erasure.AuditRows, erasure => erasure.AuditRows + more.AuditRows)
                .SetProperty(erasure => erasure.TrainingSamples, erasure => erasure.TrainingSamples + more.TrainingSamples)
                .SetProperty(erasure => erasure.Baselines, erasure => erasure.Baselines + more.Baselines)
                .SetProperty(erasure => erasure.Feedback, erasure => erasure.Feedback + more.Feedback)
                .SetProperty(erasure => erasure.Sketches, erasure => erasure.Sketches + more.Sketches)
                .SetProperty(erasure => erasure.Reviews, erasure => erasure.Reviews + more.Reviews)
                .SetProperty(erasure => erasure.ListEntries, erasure => erasure.ListEntries + more.ListEntries),
            cancel);
    }
}
