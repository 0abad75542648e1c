using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>One page of the audit, newest first.</summary>
/// <param name="Items">The rows.</param>
/// <param name="NextCursor">Pass as <c>cursor</c> for the next page; null on the last.</param>
public sealed record AuditAnswer(AuditItem[] Items, string? NextCursor);

/// <summary>One row of the audit.</summary>
public sealed record AuditItem
{
    public required DateTimeOffset DecidedAt { get; init; }

    public required Guid DecisionId { get; init; }

    /// <summary>
    /// BATCH, EVALUATION, CHALLENGE, SESSION_OPENED, SESSION_ENDED, DEGRADED, BAN (with decision BLOCK), BAN_LIFTED (ALLOW), BLOCKS_LIFTED,
    /// SESSIONS_REVOKED, BASELINE (published or rolled back to), PROFILE_FORGOTTEN, USER_ERASED, USER_READ, USER_EXPORTED, AUDIT_READ,
    /// KEY_MADE, KEY_REPLACED, KEY_REVOKED, SIGNED_IN, POLICY or REFUSED (a credential).
    /// </summary>
    public required AuditKind Kind { get; init; }

    public required string UserId { get; init; }

    /// <summary>Null in rows that belong to no session, such as a ban.</summary>
    public required string? SessionId { get; init; }

    public string? Stream { get; init; }

    public long? Sequence { get; init; }

    /// <summary>
    /// The evaluated action, the challenge's method, what was read, how somebody signed in (key or oidc), or why a credential was refused.
    /// </summary>
    public string? Action { get; init; }

    public required Sensitivity Sensitivity { get; init; }

    public required Decision Decision { get; init; }

    public double? Trust { get; init; }

    public double? Risk { get; init; }

    /// <summary>
    /// Posterior probability of an impostor after the decision, 0..1; null when degraded, and in rows of before Sentinel stored it.
    /// </summary>
    public double? ImpostorRisk { get; init; }

    public Phase? Phase { get; init; }

    public required ReasonAnswer[] Reasons { get; init; }

    public required int PolicyVersion { get; init; }

    public required int BaselineVersion { get; init; }

    /// <summary>
    /// Counts the writes of the session from 1; 0 in rows without a commit, such as degraded ones or an evaluation answered BLOCK without
    /// one.
    /// </summary>
    public required long CommitNumber { get; init; }

    public string? CommitId { get; init; }

    /// <summary>The commit that this one replaced. The chain reveals forks.</summary>
    public string? PreviousCommitId { get; init; }

    /// <summary>How many answers the row stands for; above 1 only in DEGRADED and REFUSED rows.</summary>
    public required int Count { get; init; }

    /// <summary>
    /// The id of the API key that did it, or of a person who signed in by OpenID Connect, in rows of administrators and challenges. Null
    /// where none did: at a start, on the command line, by a job.
    /// </summary>
    public string? Actor { get; init; }

    /// <summary>
    /// What was acted on, if not the user or session of the row: a key, a challenge, the hash of a device, or a session that was read. In
    /// SIGNED_IN, the identity provider's name for the person.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>Why an administrator did it, in their words.</summary>
    public string? Note { get; init; }

    /// <summary>The reported outcome, in a row of kind CHALLENGE: PASSED or FAILED.</summary>
    public ChallengeOutcome? ChallengeOutcome { get; init; }

    /// <summary>The evidence of every detector, the largest weight first; empty if no window was judged.</summary>
    public required EvidenceAnswer[] Evidence { get; init; }

    /// <summary>What a policy that is scored beside the live one would have decided; null if there is none.</summary>
    public WouldHaveAnswer? WouldHave { get; init; }

    /// <summary>The strongest reason, in a row of kind BATCH that made the session's decision stricter; otherwise null.</summary>
    public string? TurnedBy { get; init; }

    /// <summary>The agent that the site declared when the session was opened; null for people.</summary>
    public string? DeclaredAgent { get; init; }

    internal static AuditItem Of(AuditRecord record)
    {
        var verdict = record.Verdict;
        return new()
        {
            DecidedAt = record.DecidedAt,
            DecisionId = verdict.DecisionId,
            Kind = record.Kind,
            UserId = record.User.Value,
            SessionId = record.Session == Domain.Sessions.SessionId.None ? null : record.Session.Value,
            DeclaredAgent = DecisionAnswer.AgentOf(record.DeclaredAgent),
            Stream = record.Stream.Length > 0 ? record.Stream : null,
            Sequence = record.Sequence > 0 ? record.Sequence : null,
            Action = record.Action.Length > 0 ? record.Action : null,
            Sensitivity = record.Sensitivity,
            Decision = verdict.Decision,
            Trust = verdict.Scores?.Trust,
            Risk = verdict.Scores?.Risk,
            ImpostorRisk = record.ImpostorRisk,
            Phase = verdict.Scores?.Phase,
            Reasons = ReasonAnswer.Of(verdict.Reasons),
            PolicyVersion = verdict.PolicyVersion,
            BaselineVersion = verdict.BaselineVersion,
            CommitNumber = record.CommitNumber,
            CommitId = record.CommitNumber > 0 ? record.Commit.ToString() : null,
            PreviousCommitId = record.CommitNumber > 1 ? record.PreviousCommit.ToString() : null,
            Count = record.Count,
            Actor = record.Actor.Length > 0 ? record.Actor : null,
            Target = record.Target.Length > 0 ? record.Target : null,
            Note = record.Note.Length > 0 ? record.Note : null,
            ChallengeOutcome = record.ChallengeOutcome,
            Evidence = [.. verdict.Evidence.Select(EvidenceAnswer.Of)],
            WouldHave = WouldHaveAnswer.Of(verdict.WouldHave),
            TurnedBy = record.TurnedBy?.Name,
        };
    }
}

/// <summary>The evidence of one detector, or of a context rule, for a batch.</summary>
/// <param name="Code">Stable name, such as <c>pattern.metronomic_cadence</c>.</param>
/// <param name="Weight">Nats, summed over the windows; positive is evidence for a bot or an impostor, negative for the user.</param>
/// <param name="Confidence">The highest confidence, 0..1.</param>
/// <param name="Windows">Number of windows with evidence, at most 255; 0 for a rule that only informs.</param>
public sealed record EvidenceAnswer(string Code, double Weight, double Confidence, int Windows)
{
    internal static EvidenceAnswer Of(DetectorEvidence line) => new(
        line.Said.Code.Name, Math.Round(line.Said.Weight, 2), Math.Round(line.Said.Confidence, 2), line.Windows);
}

/// <summary>One item of the history of a session.</summary>
public sealed record HistoryItem
{
    /// <summary>Server time, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    public required Guid DecisionId { get; init; }

    /// <summary>
    /// SESSION_OPENED, BATCH, EVALUATION, CHALLENGE, SESSION_ENDED, DEGRADED, or REFUSED for a token that was used on another session.
    /// </summary>
    public required AuditKind Kind { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>0..1; null when degraded.</summary>
    public double? Trust { get; init; }

    /// <summary>Posterior probability of a bot, 0..1; null when degraded.</summary>
    public double? Risk { get; init; }

    /// <summary>
    /// Posterior probability of an impostor after the decision, 0..1; null when degraded, and in rows of before Sentinel stored it.
    /// </summary>
    public double? ImpostorRisk { get; init; }

    public Phase? Phase { get; init; }

    /// <summary>The evidence of the detectors, the largest weight first.</summary>
    public required ReasonAnswer[] Evidence { get; init; }

    public required int PolicyVersion { get; init; }

    /// <summary>0 while the user has no baseline.</summary>
    public required int BaselineVersion { get; init; }

    /// <summary>
    /// Counts the writes of the session from 1; 0 in rows without a commit, such as degraded ones or an evaluation answered BLOCK without
    /// one.
    /// </summary>
    public required long CommitNumber { get; init; }

    public string? Stream { get; init; }

    public long? Sequence { get; init; }

    /// <summary>The agent that the site declared when the session was opened; null for people.</summary>
    public string? DeclaredAgent { get; init; }

    /// <summary>The evaluated action, or the challenge's method.</summary>
    public string? Action { get; init; }

    public required Sensitivity Sensitivity { get; init; }

    /// <summary>How many answers the item stands for; above 1 only in DEGRADED and REFUSED items.</summary>
    public required int Count { get; init; }

    /// <summary>The reported outcome, in an item of kind CHALLENGE: PASSED or FAILED.</summary>
    public ChallengeOutcome? ChallengeOutcome { get; init; }

    /// <summary>What a policy that is scored beside the live one would have decided; null if there is none.</summary>
    public WouldHaveAnswer? WouldHave { get; init; }

    /// <summary>The strongest reason, in an item of kind BATCH that made the session's decision stricter; otherwise null.</summary>
    public string? TurnedBy { get; init; }

    internal static HistoryItem Of(AuditRecord record) => Of(record, AuditItem.Of(record));

    /// <summary>All evidence, and the reasons that come from no detector, such as a ban.</summary>
    private static Reason[] All(Verdict verdict)
    {
        Reason[] said = [.. verdict.Evidence.Select(line => line.Said)];
        return [.. said, .. verdict.Reasons.Where(reason => !said.Any(one => one.Id == reason.Id))];
    }

    private static HistoryItem Of(AuditRecord record, AuditItem item) =>
        new()
        {
            At = item.DecidedAt,
            DecisionId = item.DecisionId,
            Kind = item.Kind,
            Decision = item.Decision,
            Trust = item.Trust,
            Risk = item.Risk,
            ImpostorRisk = item.ImpostorRisk,
            Phase = item.Phase,
            Evidence = ReasonAnswer.Of(All(record.Verdict)),
            PolicyVersion = item.PolicyVersion,
            BaselineVersion = item.BaselineVersion,
            CommitNumber = item.CommitNumber,
            Stream = item.Stream,
            Sequence = item.Sequence,
            DeclaredAgent = item.DeclaredAgent,
            Action = item.Action,
            Sensitivity = item.Sensitivity,
            Count = item.Count,
            ChallengeOutcome = item.ChallengeOutcome,
            WouldHave = item.WouldHave,
            TurnedBy = item.TurnedBy,
        };
}
