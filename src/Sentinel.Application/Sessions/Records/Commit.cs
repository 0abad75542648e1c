using Sentinel.Application.Audit.Records;
using Sentinel.Application.Profiles.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Sessions.Records;

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

/// <summary>What became of a commit: one of the five records below. Only the first one wrote something.</summary>
public abstract record CommitResult
{
    private CommitResult()
    {
    }

    public sealed record Committed : CommitResult;

    /// <summary>Somebody else committed in between.</summary>
    /// <param name="Current">What stands there now.</param>
    public sealed record Conflicted(Loaded Current) : CommitResult;

    /// <summary>An answer was there under the commit's key already.</summary>
    public sealed record AlreadyAnswered(IdempotentAnswer Answer) : CommitResult;

    /// <summary>The user was erased after the session had been opened.</summary>
    public sealed record Erased : CommitResult;

    /// <summary>The session has as many kept answers as it may.</summary>
    public sealed record TooManyAnswers : CommitResult;
}
