using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Users;

/// <summary>
/// One erasure, from wherever it stands, in steps that may each be done again. The tombstone comes first, so that nothing of before can
/// arrive unseen after it; then hot state,
/// whose compare-and-set refuses whoever still has a session in hand; then what cold storage has by now. Sessions are looked for before
/// the tombstone, after it, and once hot
/// state is clear.
/// </summary>
public sealed class ErasureRun(
    IErasures erasures, ISessionStore store, IOutbox outbox, ISessionHistory history, IProfiles profiles, IAuditTable table,
    AdministrativeAudit audit, IFeedback feedback, HotPathBudget budget, TimeProvider time)
{
    /// <summary>A session that is still hot, or whose answers are still kept, has had a commit within this.</summary>
    internal static readonly TimeSpan Hot = IdempotencyKey.Lifetime + TimeSpan.FromHours(1);

    /// <summary>Sessions that are read and deleted within one budget.</summary>
    private const int Slice = 100;

    /// <summary>Audit rows of one transaction, which keeps drains away from the partition.</summary>
    private const int Rows = 5_000;

    /// <param name="id">Which.</param>
    /// <param name="patience">After how long it stops between two steps.</param>
    /// <param name="cancel">Stops it anywhere.</param>
    /// <returns>Whether it has finished.</returns>
    public async Task<bool> Advance(Guid id, TimeSpan patience, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        bool IsOver() => time.GetElapsedTime(started) >= patience;
        if (await erasures.Unfinished(id, cancel) is not var (tenant, user, erasure))
            return true;
        var begunAt = await Forget(id, tenant, user, cancel);
        // From here on no token of before creates a session; one that was created meanwhile is found below.
        await erasures.Count(id, new(HotKeys: await Clear(tenant, user, begunAt)), cancel);
        await erasures.Add(id, await Sessions(tenant, user, erasure.RequestedAt, cancel), cancel);
        while (await erasures.Waiting(id, Slice, cancel) is { Count: > 0 } slice)
        {
            await erasures.Cleared(id, slice, await Clear(tenant, user, slice), cancel);
            if (IsOver())
                return false;
        }

        // Again: what was committed before hot state was clear is of before the erasure too. A ban of after this one stays everywhere.
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
        var record = audit.Record(tenant, AuditKind.UserErased, "", erasure.By);
        var receipt = record with { Verdict = record.Verdict with { DecisionId = id }, DecidedAt = erasure.RequestedAt };
        await audit.Write(tenant, [receipt]);
        await erasures.Finish(id, erasedAt, cancel);
        return true;
    }

    /// <summary>The sessions of which the outbox has a record, or the audit one since then.</summary>
    internal async Task<IReadOnlyCollection<SessionId>> Sessions(
        TenantId tenant, UserId user, DateTimeOffset since, CancellationToken cancel)
    {
        // The outbox first: what leaves it meanwhile is in the audit then.
        var sessions = (await outbox.SessionsOf(tenant, user, cancel)).ToHashSet();
        sessions.UnionWith(await history.SessionsOf(tenant, user, since, cancel));
        // A degraded batch is audited under the user that it claimed.
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

    /// <summary>What the sessions share.</summary>
    private async Task<int> Clear(TenantId tenant, UserId user, DateTimeOffset until)
    {
        using var left = budget.Start(time);
        return await store.Erase(tenant, user, until, left.Token);
    }
}
