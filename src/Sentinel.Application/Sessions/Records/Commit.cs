using Sentinel.Application.Audit.Records;
using Sentinel.Application.Profiles.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Sessions.Records;

/// <summary>One atomic write of a session and its user.</summary>
/// <param name="Session">The session's new state.</param>
/// <param name="User">The user's new state.</param>
/// <param name="LoadedUser">The user it was computed from; when equal to <paramref name="User"/>, only the epoch is compared.</param>
/// <param name="Record">The audit record; it contains the new commit id, and the id that must still be stored.</param>
public sealed record Commit(SessionState Session, UserState User, UserState LoadedUser, AuditRecord Record)
{
    /// <summary>
    /// The user's new carry-over. It is written even if equal to the loaded one: another session may have changed it since, and the last
    /// scored window counts. Null keeps the stored one; the loaded one may be old, because no epoch guards it.
    /// </summary>
    public double? CarryOver { get; init; }

    /// <summary>
    /// Whether the record depends on the sketches of the user's earlier sessions: then nothing is written if others have since displaced
    /// some of them.
    /// </summary>
    public bool ComparesSketches { get; init; }

    /// <summary>When the session was opened, if hot state was unavailable then. It is not written if the user was erased since.</summary>
    public DateTimeOffset? OpenedDegraded { get; init; }

    /// <summary>
    /// The idempotency key under which the answer is stored. If it already has an answer, that is the result, and nothing is written.
    /// </summary>
    public IdempotencyKey? Key { get; init; }

    /// <summary>The challenge that the answer names, stored with it.</summary>
    public Guid? ChallengeId { get; init; }
}

/// <summary>One atomic write of a user without a session.</summary>
/// <param name="User">The user's new state.</param>
/// <param name="LoadedUser">The user it was computed from.</param>
/// <param name="Record">The audit record; it names the user.</param>
public sealed record UserCommit(UserState User, UserState LoadedUser, AuditRecord Record)
{
    /// <summary>The baseline, or none, to store in hot state; null keeps the stored one.</summary>
    public PublishedBaseline? Baseline { get; init; }
}

/// <summary>The result of a commit: one of the five records below. Only <see cref="Committed"/> wrote something.</summary>
public abstract record CommitResult
{
    private CommitResult()
    {
    }

    public sealed record Committed : CommitResult;

    /// <summary>Another commit came first.</summary>
    /// <param name="Current">The stored state.</param>
    public sealed record Conflicted(Loaded Current) : CommitResult;

    /// <summary>An answer was already stored under the commit's idempotency key.</summary>
    public sealed record AlreadyAnswered(IdempotentAnswer Answer) : CommitResult;

    /// <summary>The user was erased after the session was opened.</summary>
    public sealed record Erased : CommitResult;

    /// <summary>The session has the most idempotent answers allowed.</summary>
    public sealed record TooManyAnswers : CommitResult;
}
