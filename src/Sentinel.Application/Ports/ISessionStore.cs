using Sentinel.Application.Audit.Records;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>
/// Hot state. Every method throws <see cref="HotStateUnavailableException"/> when it cannot answer within the caller's budget. A commit
/// that threw may still have happened.
/// </summary>
public interface ISessionStore
{
    /// <summary>
    /// This node's recent copy of the session; null for none. Only a commit proves that it is current, so do not answer from it without a
    /// commit.
    /// </summary>
    Loaded? Recall(TenantId tenant, SessionId session);

    /// <summary>Reads the session and its user; a known user saves a round trip.</summary>
    Task<Loaded> Load(TenantId tenant, SessionId session, UserId? user, CancellationToken budget);

    /// <summary>
    /// Replaces the session, and the user if it changed, and appends the audit record. Writes nothing if session or user has changed since
    /// they were loaded.
    /// </summary>
    Task<CommitResult> Commit(Commit commit, CancellationToken budget);

    /// <summary>Appends a session's audit record without a commit.</summary>
    Task Append(AuditRecord record, CancellationToken budget);

    /// <summary>The answer committed under this idempotency key of the session; null for none.</summary>
    Task<IdempotentAnswer?> Recall(TenantId tenant, SessionId session, IdempotencyKey key, CancellationToken budget);

    /// <summary>The user's present state; <see cref="UserState.New"/> when none is stored.</summary>
    Task<UserState> LoadUser(TenantId tenant, UserId user, CancellationToken budget);

    /// <summary>
    /// Deletes the user and their baseline. Returns how many keys. Commits in progress for the user's sessions are refused, and earlier
    /// tokens no longer create sessions. Strikes and a ban from after <paramref name="until"/> stay.
    /// </summary>
    Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, CancellationToken budget);

    /// <summary>
    /// Deletes those of these sessions that are the user's, with their idempotent answers. All must be in the user's partition. Returns how
    /// many keys. A commit in progress finds that its session is gone.
    /// </summary>
    Task<int> EraseSessions(TenantId tenant, UserId user, IReadOnlyCollection<SessionId> sessions, CancellationToken budget);

    /// <summary>
    /// Replaces the user and appends the audit record. Returns false, and writes nothing, if the epoch has changed since it was loaded.
    /// </summary>
    Task<bool> CommitUser(UserCommit commit, CancellationToken budget);
}
