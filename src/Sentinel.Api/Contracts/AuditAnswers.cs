using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>One page of the audit, newest first.</summary>
/// <param name="Items">The rows.</param>
/// <param name="NextCursor">Pass as <c>cursor</c> for the next page; null on the last.</param>
public sealed record AuditAnswer(AuditItem[] Items, string? NextCursor);

/// <summary>One audited decision.</summary>
public sealed record AuditItem
{
    public required Guid DecisionId { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>
    /// BATCH, EVALUATION, CHALLENGE, SESSION_OPENED, SESSION_ENDED, DEGRADED, BAN (with decision BLOCK), BAN_LIFTED (ALLOW), BLOCKS_LIFTED,
    /// BASELINE (one was published), PROFILE_FORGOTTEN, USER_ERASED, USER_READ, USER_EXPORTED, AUDIT_READ, KEY_MADE, KEY_REPLACED,
    /// KEY_REVOKED or REFUSED (a credential).
    /// </summary>
    public required AuditKind Kind { get; init; }

    public required string UserId { get; init; }

    /// <summary>Null in the rows of a ban and of a baseline, which are of the user.</summary>
    public required string? SessionId { get; init; }

    public string? Stream { get; init; }

    public long? Sequence { get; init; }

    /// <summary>The evaluated action, the challenge's method, what was read, or why a credential was refused.</summary>
    public string? Action { get; init; }

    /// <summary>The id of the API key that did it, in rows of administrators and of challenges.</summary>
    public string? Actor { get; init; }

    /// <summary>
    /// What it was done to, where that is not the row's user or session: a key's id, a challenge's, a device's hash, or the session that
    /// was read.
    /// </summary>
    public string? Target { get; init; }

    public required Sensitivity Sensitivity { get; init; }

    public required Decision Decision { get; init; }

    public double? Trust { get; init; }

    public double? Risk { get; init; }

    public Phase? Phase { get; init; }

    public required ReasonAnswer[] Reasons { get; init; }

    public required int PolicyVersion { get; init; }

    public required int BaselineVersion { get; init; }

    /// <summary>
    /// Counts the writes of the session from 1; 0 in degraded rows, and in evaluations that were answered BLOCK without a write.
    /// </summary>
    public required long CommitNumber { get; init; }

    public string? CommitId { get; init; }

    /// <summary>The commit that this one replaced: the chain proves that nothing forked.</summary>
    public string? PreviousCommitId { get; init; }

    /// <summary>How many answers the row stands for; above 1 only in degraded rows.</summary>
    public required int Count { get; init; }

    internal static AuditItem Of(AuditRecord record) => new()
    {
        DecisionId = record.DecisionId,
        DecidedAt = record.DecidedAt,
        Kind = record.Kind,
        UserId = record.User.Value,
        SessionId = record.Session == Domain.Sessions.SessionId.None ? null : record.Session.Value,
        Stream = record.Stream.Length > 0 ? record.Stream : null,
        Sequence = record.Sequence > 0 ? record.Sequence : null,
        Action = record.Action.Length > 0 ? record.Action : null,
        Actor = record.Actor.Length > 0 ? record.Actor : null,
        Target = record.Target.Length > 0 ? record.Target : null,
        Sensitivity = record.Sensitivity,
        Decision = record.Decision,
        Trust = record.Trust,
        Risk = record.Risk,
        Phase = record.Phase,
        Reasons = ReasonAnswer.Of(record.Reasons),
        PolicyVersion = record.PolicyVersion,
        BaselineVersion = record.BaselineVersion,
        CommitNumber = record.CommitNumber,
        CommitId = record.CommitNumber > 0 ? record.Commit.ToString() : null,
        PreviousCommitId = record.CommitNumber > 1 ? record.PreviousCommit.ToString() : null,
        Count = record.Count,
    };
}
