using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Users;

/// <summary>
/// Continues an erasure from any point, in repeatable steps. First comes the tombstone, so that late records are dropped; then hot state,
/// whose compare-and-set refuses commits in progress; then cold storage. It looks for sessions before the tombstone, after it, and once hot
/// state is cleared.
/// </summary>
public sealed class ErasureRun(
    IErasures erasures, ISessionStore store, IOutbox outbox, ISessionHistory history, IProfiles profiles, IAuditTable table,
    AdministrativeAudit audit, IFeedback feedback, ISketches sketches, IReviews reviews, IListEntries lists,
    HotPathBudget budget, TimeProvider time)
{
    /// <summary>A session still in hot state, or with stored idempotent answers, has had a commit within this time.</summary>
    internal static readonly TimeSpan Hot = IdempotencyKey.Lifetime + TimeSpan.FromHours(1);

    /// <summary>Sessions to read and delete within one budget.</summary>
    private const int Slice = 100;

    /// <summary>Audit rows per transaction, which blocks drains of the partition.</summary>
    private const int Rows = 5_000;

    /// <param name="id">The erasure's id.</param>
    /// <param name="patience">After this time, it stops between two steps.</param>
    /// <param name="cancel">Stops it at any point.</param>
    /// <returns>Whether the erasure has finished.</returns>
    public async Task<bool> Advance(Guid id, TimeSpan patience, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        bool IsOver() => time.GetElapsedTime(started) >= patience;
        if (await erasures.Unfinished(id, cancel) is not var (tenant, user, erasure))
            return true;
        var begunAt = await Forget(id, tenant, user, cancel);
        // From here on, no earlier token creates a session. A session created meanwhile is found below.
        await erasures.Count(id, new(HotKeys: await Clear(tenant, user, begunAt)), cancel);
        await erasures.Add(id, await Sessions(tenant, user, erasure.RequestedAt, cancel), cancel);
        while (await erasures.Waiting(id, Slice, cancel) is { Count: > 0 } slice)
        {
            await erasures.Cleared(id, slice, await Clear(tenant, user, slice), cancel);
            if (IsOver())
                return false;
        }

        // Repeat it: commits before hot state was cleared belong to the erasure too. A later ban stays everywhere.
        var erasedAt = await Forget(id, tenant, user, cancel);
        foreach (var slice in (await Sessions(tenant, user, erasure.RequestedAt, cancel)).Chunk(Slice))
            await erasures.Count(id, new(HotKeys: await Clear(tenant, user, slice)), cancel);
        await erasures.Count(id, new(HotKeys: await Clear(tenant, user, erasedAt)), cancel);
        while (await table.Erase(tenant, user, erasedAt, Rows, cancel) is > 0 and var rows)
        {
            await erasures.Count(id, new(AuditRows: rows), cancel);
            if (IsOver())
                return false;
        }

        await erasures.Count(id, new(Feedback: await feedback.Erase(tenant, user, cancel)), cancel);
        await erasures.Count(id, new(Sketches: await sketches.Erase(tenant, user, cancel)), cancel);
        await erasures.Count(id, new(Reviews: await reviews.Erase(tenant, user, erasedAt, cancel)), cancel);
        await erasures.Count(id, new(ListEntries: await lists.Erase(tenant, user, erasedAt, cancel)), cancel);
        var record = audit.Record(tenant, AuditKind.UserErased, "", erasure.By);
        var receipt = record with { Verdict = record.Verdict with { DecisionId = id }, DecidedAt = erasure.RequestedAt };
        await audit.Write(tenant, [receipt]);
        await erasures.Finish(id, erasedAt, cancel);
        return true;
    }

    /// <summary>The sessions with a record in the outbox, or in the audit since then.</summary>
    internal async Task<IReadOnlyCollection<SessionId>> Sessions(
        TenantId tenant, UserId user, DateTimeOffset since, CancellationToken cancel)
    {
        // Read the outbox first: records that leave it meanwhile are then in the audit.
        var sessions = (await outbox.SessionsOf(tenant, user, cancel)).ToHashSet();
        sessions.UnionWith(await history.SessionsOf(tenant, user, since, cancel));
        // A degraded batch is audited under the user that it claimed, which may be wrong.
        sessions.RemoveWhere(session => session.Partition != Partition.Of(tenant, user));
        return sessions;
    }

    private async Task<DateTimeOffset> Forget(Guid id, TenantId tenant, UserId user, CancellationToken cancel)
    {
        var forgotten = await profiles.Forget(tenant, user, erase: true, cancel);
        await erasures.Count(id, new(TrainingSamples: forgotten.TrainingSamples, Baselines: forgotten.Baselines), cancel);
        return forgotten.At;
    }

    private async Task<int> Clear(TenantId tenant, UserId user, IReadOnlyCollection<SessionId> sessions)
    {
        using var left = budget.Start(time);
        return await store.EraseSessions(tenant, user, sessions, left.Token);
    }

    /// <summary>Clears the user's state.</summary>
    private async Task<int> Clear(TenantId tenant, UserId user, DateTimeOffset until)
    {
        using var left = budget.Start(time);
        return await store.Erase(tenant, user, until, left.Token);
    }
}
