using MediatR;
using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Application.Profiles;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Users;

/// <summary>
/// Erases a user everywhere: sessions, strikes, ban and baseline in hot state; lessons, quarantine and versions; feedback; and what the audit's rows say, of which the hashes
/// stay. What is still on its way in outboxes and spools is dropped as it arrives. The same again is harmless.
/// </summary>
public sealed record EraseUser(Caller Caller, string UserId) : IRequest<Outcome<ErasureReceipt>>;

/// <summary>What was erased.</summary>
/// <param name="Id">Names the erasure in the audit, whose row does not say who it was.</param>
/// <param name="ErasedAt">Whatever was decided until then is gone, or goes as it arrives.</param>
/// <param name="Sessions">Sessions of the last day that hot state was cleared of.</param>
/// <param name="HotKeys">Keys that were there.</param>
/// <param name="AuditRows">Rows whose payload was emptied.</param>
/// <param name="Lessons">Lessons, those in quarantine too.</param>
/// <param name="Baselines">Versions of the baseline.</param>
/// <param name="Feedback">Labels.</param>
public sealed record ErasureReceipt(Guid Id, DateTimeOffset ErasedAt, int Sessions, int HotKeys, int AuditRows, int Lessons, int Baselines, int Feedback);

/// <summary>
/// The tombstone comes first, so that nothing of before can arrive unseen after it; then hot state, whose compare-and-set refuses whoever still has a session in hand; then what
/// cold storage has by now. Sessions are looked for before the tombstone and again after it.
/// </summary>
internal sealed class EraseUserHandler(
    ISessionStore store, IOutbox outbox, ISessionHistory history, IProfiles profiles, IAuditTable table, AdministrativeAudit audit, IFeedback feedback, HotPathBudget budget, TimeProvider time)
    : IRequestHandler<EraseUser, Outcome<ErasureReceipt>>
{
    /// <summary>A session that is still hot, or whose answers are still kept, has had a commit within this.</summary>
    private static readonly TimeSpan Hot = IdempotencyKey.Lifetime + TimeSpan.FromHours(1);

    public async Task<Outcome<ErasureReceipt>> Handle(EraseUser command, CancellationToken cancellationToken)
    {
        if (!UserId.TryParse(command.UserId, out var user) || user == UserId.Unknown)
            return ProfileFaults.Unknown;
        var tenant = command.Caller.Tenant;
        var sessions = await Sessions(tenant, user, cancellationToken);
        var first = await profiles.Forget(tenant, user, erase: true, cancellationToken);
        sessions.UnionWith(await Sessions(tenant, user, cancellationToken));
        var hot = await Clear(tenant, user, await Own(tenant, user, sessions));
        // Again: what was committed before hot state was clear is of before the erasure too.
        var forgotten = await profiles.Forget(tenant, user, erase: true, cancellationToken);
        forgotten = forgotten with { Lessons = first.Lessons + forgotten.Lessons, Baselines = first.Baselines + forgotten.Baselines };
        var rows = await table.Erase(tenant, user, forgotten.At, cancellationToken);
        var labels = await feedback.Erase(tenant, user, cancellationToken);
        var record = audit.Record(tenant, AuditKind.UserErased, "", command.Caller.Key);
        await audit.Write(tenant, [record]);
        return new ErasureReceipt(record.DecisionId, forgotten.At, sessions.Count, hot, rows, forgotten.Lessons, forgotten.Baselines, labels);
    }

    private async Task<HashSet<SessionId>> Sessions(TenantId tenant, UserId user, CancellationToken cancel)
    {
        // The outbox first: what leaves it meanwhile is in the audit then.
        var sessions = (await outbox.SessionsOf(tenant, user, cancel)).ToHashSet();
        sessions.UnionWith(await history.SessionsOf(tenant, user, time.GetUtcNow() - Hot, cancel));
        return sessions;
    }

    /// <summary>A degraded batch is audited under the user that it claimed: another's session is left alone.</summary>
    private async Task<IReadOnlyList<SessionId>> Own(TenantId tenant, UserId user, IEnumerable<SessionId> sessions)
    {
        List<SessionId> own = [];
        foreach (var session in sessions.Where(session => session.Partition == Partition.Of(tenant, user)))
        {
            using var left = budget.Start(time);
            if ((await store.Load(tenant, session, null, left.Token)).Session is not { } state || state.User == user)
                own.Add(session);
        }

        return own;
    }

    private async Task<int> Clear(TenantId tenant, UserId user, IReadOnlyCollection<SessionId> sessions)
    {
        using var left = budget.Start(time);
        return await store.Erase(tenant, user, sessions, left.Token);
    }
}
