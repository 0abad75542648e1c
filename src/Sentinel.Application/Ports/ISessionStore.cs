using Sentinel.Application.Audit;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

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

/// <summary>
/// How long one request may wait for hot state in all, however many calls it makes; 80 ms unless configured. After a conflict, with which
/// hot state has answered, it begins anew; after the second one no other attempt begins once it has passed in all.
/// </summary>
public sealed record HotPathBudget(TimeSpan Total)
{
    public CancellationTokenSource Start(TimeProvider time) => new(Total, time);
}

/// <param name="Session">Null when there is none.</param>
/// <param name="User"><see cref="UserState.New"/> when nothing is known, also when the session is missing and no user was given.</param>
public sealed record Loaded(SessionState? Session, UserState User)
{
    /// <summary>The stored session could not be read (another version, damaged bytes) and must start anew.</summary>
    public bool Unreadable { get; init; }

    /// <summary>The commit id that stands in the store, readable or not.</summary>
    public CommitId Stored { get; init; }

    /// <summary>Whether every decision over it is BLOCK.</summary>
    /// <param name="device">Where the session would be opened, if there is none.</param>
    /// <param name="policy">The thresholds.</param>
    /// <param name="now">Server time.</param>
    public bool IsBlocked(DeviceId device, Policy policy, DateTimeOffset now) =>
        Session is null
            ? User.IsBlocked(device, DateTimeOffset.UnixEpoch, now, policy)
            : Session.UpToDate(User, policy, now).FactsAt(User, policy, now).Blocked;
}

/// <summary>One atomic write.</summary>
/// <param name="Session">The new state.</param>
/// <param name="User">The user's new state.</param>
/// <param name="LoadedUser">The user it was computed from; when equal to <paramref name="User"/>, only the epoch is compared.</param>
/// <param name="Record">What the audit keeps; it has the new commit's id and the id that must still stand.</param>
public sealed record Commit(SessionState Session, UserState User, UserState LoadedUser, AuditRecord Record)
{
    /// <summary>
    /// What the user's carry-over becomes, also where it is what was loaded: another session may have moved it since, and the last scored
    /// window counts. Null leaves the stored one alone: no epoch guards it, so the loaded one may be old.
    /// </summary>
    public double? CarryOver { get; init; }

    /// <summary>
    /// When the session was opened, if hot state was away then: it is not written if the user has been erased since.
    /// </summary>
    public DateTimeOffset? OpenedDegraded { get; init; }

    /// <summary>
    /// The key that the answer is kept under, in the same step; where one is kept already, nothing is written and that one is the result.
    /// </summary>
    public IdempotencyKey? Key { get; init; }

    /// <summary>The step-up that the answer names, to be kept with it.</summary>
    public Guid? ChallengeId { get; init; }
}

/// <summary>One atomic write of a user alone.</summary>
/// <param name="User">The user's new state.</param>
/// <param name="LoadedUser">The user it was computed from.</param>
/// <param name="Record">What the audit keeps; it says who.</param>
public sealed record UserCommit(UserState User, UserState LoadedUser, AuditRecord Record)
{
    /// <summary>The baseline that hot state is to hold from now on, or none; null leaves the one that is there.</summary>
    public PublishedBaseline? Baseline { get; init; }
}

/// <param name="Version">Its version; 0 for none.</param>
/// <param name="Content">Opaque here; nodes and cold storage share its format.</param>
public sealed record PublishedBaseline(int Version, byte[] Content)
{
    public static readonly PublishedBaseline None = new(0, []);
}

/// <param name="Committed">Whether it was written.</param>
/// <param name="Current">When not: what stands there now.</param>
public readonly record struct CommitResult(bool Committed, Loaded? Current)
{
    /// <summary>The answer that was there under the commit's key already.</summary>
    public IdempotentAnswer? Earlier { get; init; }

    /// <summary>Nothing was written, because the user was erased after the session had been opened.</summary>
    public bool IsErased { get; init; }

    /// <summary>Nothing was written, because the session has as many kept answers as it may.</summary>
    public bool HasTooManyAnswers { get; init; }
}

/// <summary>Hot state did not answer in time, or refused.</summary>
public sealed class HotStateUnavailableException : Exception
{
    public HotStateUnavailableException()
    {
    }

    public HotStateUnavailableException(string message)
        : base(message)
    {
    }

    public HotStateUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The last state of the session that was loaded or recalled before; null where none was.</summary>
    public Loaded? Last { get; init; }
}
