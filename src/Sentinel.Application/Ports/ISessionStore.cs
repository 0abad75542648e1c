using Sentinel.Application.Audit.Records;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>
/// Hot state. Every method throws <see cref="HotStateUnavailableException"/> when it cannot answer before the caller's budget is used up; a
/// commit that threw may have happened.
/// </summary>
public interface ISessionStore
{
    /// <summary>
    /// What this node wrote or read of the session lately; null when nothing. It may be old by now: only a commit proves that it is not, so
    /// nothing is to be answered from it without one.
    /// </summary>
    Loaded? Recall(TenantId tenant, SessionId session);

    /// <summary>The session and its user as they are now.</summary>
    /// <param name="tenant">Whose session it is.</param>
    /// <param name="session">A well-formed id.</param>
    /// <param name="user">The session's user where the caller knows it; saves a round trip.</param>
    /// <param name="budget">Cancelled when the request has no time left for hot state.</param>
    Task<Loaded> Load(TenantId tenant, SessionId session, UserId? user, CancellationToken budget);

    /// <summary>
    /// Replaces the session, and the user where it changed, and appends the audit record: all of it, if both are still what they were when
    /// they were loaded, else nothing.
    /// </summary>
    Task<CommitResult> Commit(Commit commit, CancellationToken budget);

    /// <summary>Appends an audit record of a session that goes with no commit.</summary>
    Task Append(AuditRecord record, CancellationToken budget);

    /// <summary>The answer that was committed for the session under this idempotency key; null for none.</summary>
    Task<IdempotentAnswer?> Recall(TenantId tenant, SessionId session, IdempotencyKey key, CancellationToken budget);

    /// <summary>The user as they are now; <see cref="UserState.New"/> when nothing is known.</summary>
    Task<UserState> LoadUser(TenantId tenant, UserId user, CancellationToken budget);

    /// <summary>
    /// Deletes the user and their baseline; how many keys. Whoever had one of their sessions in hand is refused at its commit, and no
    /// token that was issued before creates a session. Strikes and a ban of after <paramref name="until"/> stay.
    /// </summary>
    Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, CancellationToken budget);

    /// <summary>
    /// Deletes those of these sessions, which are of the user's partition, that are the user's, with the answers under their idempotency
    /// keys; how many keys. Whoever had one of
    /// them in hand finds at its commit that it is gone.
    /// </summary>
    Task<int> EraseSessions(TenantId tenant, UserId user, IReadOnlyCollection<SessionId> sessions, CancellationToken budget);

    /// <summary>
    /// Replaces the user and appends the audit record, if the epoch is still the loaded one; else false, and nothing is written.
    /// </summary>
    Task<bool> CommitUser(UserCommit commit, CancellationToken budget);
}
