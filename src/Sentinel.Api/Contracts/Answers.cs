using System.Text.Json.Serialization;
using Sentinel.Application.Audit;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>One line of the explanation.</summary>
/// <param name="Code">Stable name, such as <c>pattern.metronomic_cadence</c>.</param>
/// <param name="Family">PHYSICS, ANOMALY, PATTERN or CONTEXT.</param>
/// <param name="Weight">Nats; positive speaks for a bot or impostor, negative for the person.</param>
/// <param name="Confidence">0..1.</param>
public sealed record ReasonAnswer(string Code, Family Family, double Weight, double Confidence)
{
    internal static ReasonAnswer[] Of(IReadOnlyList<Reason> reasons)
    {
        var answers = new ReasonAnswer[reasons.Count];
        for (var i = 0; i < answers.Length; i++)
            answers[i] = new(reasons[i].Code.Name, reasons[i].Code.Family, Math.Round(reasons[i].Weight, 2), Math.Round(reasons[i].Confidence, 2));
        return answers;
    }
}

/// <summary>A decision, as a back end gets it. When degraded, only the ids and the decision are known.</summary>
public sealed record DecisionAnswer
{
    /// <summary>Names the decision in the audit.</summary>
    public required Guid DecisionId { get; init; }

    public required string SessionId { get; init; }

    /// <summary>The batch's stream.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stream { get; init; }

    /// <summary>The batch's sequence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Sequence { get; init; }

    /// <summary>False when degraded: send the same again.</summary>
    public required bool Accepted { get; init; }

    /// <summary>Hot state was away; nothing was scored.</summary>
    public required bool Degraded { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>0..1 in steps of 0.0001.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Trust { get; init; }

    /// <summary>Posterior probability of a bot, 0..1 in steps of 0.0001.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Risk { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Phase? Phase { get; init; }

    /// <summary>The heaviest first, at most four.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReasonAnswer[]? Reasons { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PolicyVersion { get; init; }

    /// <summary>0 while the user has no baseline.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BaselineVersion { get; init; }

    /// <summary>The step-up to report; set when an evaluation does not say ALLOW.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? ChallengeId { get; init; }

    internal static DecisionAnswer Of(Judgement judgement) => new()
    {
        DecisionId = judgement.DecisionId,
        SessionId = judgement.Session.Value,
        Stream = judgement.Sequence > 0 ? judgement.Stream : null,
        Sequence = judgement.Sequence > 0 ? judgement.Sequence : null,
        Accepted = !judgement.Degraded,
        Degraded = judgement.Degraded,
        Decision = judgement.Decision,
        Trust = judgement.Verdict?.Trust,
        Risk = judgement.Verdict?.Risk,
        Phase = judgement.Verdict?.Phase,
        Reasons = judgement.Verdict is { } verdict ? ReasonAnswer.Of(verdict.Reasons) : null,
        PolicyVersion = judgement.Verdict?.PolicyVersion,
        BaselineVersion = judgement.Verdict?.BaselineVersion,
        ChallengeId = judgement.ChallengeId,
    };
}

/// <summary>What a browser learns of its batch.</summary>
/// <param name="Sequence">The batch's sequence.</param>
/// <param name="Accepted">False when degraded: send the same again.</param>
/// <param name="Decision">Only where <c>Ingest:DiscloseDecision</c> is on.</param>
public sealed record IngestAnswer(
    long Sequence, bool Accepted, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Decision? Decision);

/// <summary>A session that was opened.</summary>
public sealed record OpenedAnswer
{
    public required string SessionId { get; init; }

    /// <summary>For the browser: good for the batches of this session alone.</summary>
    public required string IngestToken { get; init; }

    /// <summary>When the token expires, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What a MEDIUM action would be answered now.</summary>
    public required Decision Decision { get; init; }

    /// <summary>0..1; missing when degraded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Trust { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Phase? Phase { get; init; }

    /// <summary>Hot state was away: the first batch will create the session.</summary>
    public required bool Degraded { get; init; }

    internal static OpenedAnswer Of(OpenedSession opened) => new()
    {
        SessionId = opened.Judgement.Session.Value,
        IngestToken = opened.IngestToken,
        ExpiresAt = opened.ExpiresAt,
        Decision = opened.Judgement.Decision,
        Trust = opened.Judgement.Verdict?.Trust,
        Phase = opened.Judgement.Verdict?.Phase,
        Degraded = opened.Judgement.Degraded,
    };
}

/// <summary>A point of the trust timeline.</summary>
/// <param name="At">Server time, UTC.</param>
/// <param name="Trust">0..1.</param>
public sealed record TimelineAnswer(DateTimeOffset At, double Trust);

/// <summary>A session as it stands.</summary>
public sealed record SessionAnswer
{
    public required string SessionId { get; init; }

    public required string UserId { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required bool Ended { get; init; }

    /// <summary>What a MEDIUM action would be answered now.</summary>
    public required Decision Decision { get; init; }

    /// <summary>0..1, decayed to now.</summary>
    public required double Trust { get; init; }

    /// <summary>Posterior probability of a bot, 0..1.</summary>
    public required double Risk { get; init; }

    public required Phase Phase { get; init; }

    /// <summary>Accepted batches.</summary>
    public required int Batches { get; init; }

    /// <summary>Windows that were judged.</summary>
    public required int Windows { get; init; }

    /// <summary>Windows weighted by confidence.</summary>
    public required double EvidenceMass { get; init; }

    /// <summary>Events that came out of order and were left neutral.</summary>
    public required int OutOfOrder { get; init; }

    /// <summary>Events that clients said they dropped.</summary>
    public required long Dropped { get; init; }

    public required ReasonAnswer[] Reasons { get; init; }

    /// <summary>Oldest first, at most 16 points.</summary>
    public required TimelineAnswer[] Timeline { get; init; }

    internal static SessionAnswer Of(SessionView view) => new()
    {
        SessionId = view.State.Id.Value,
        UserId = view.State.User.Value,
        OpenedAt = view.State.OpenedAt,
        Ended = view.State.Ended,
        Decision = view.Standing.Decision,
        Trust = view.Standing.Trust,
        Risk = view.Standing.Risk,
        Phase = view.Standing.Phase,
        Batches = view.State.Batches,
        Windows = view.State.Account.Windows,
        EvidenceMass = view.State.Account.Mass,
        OutOfOrder = view.State.OutOfOrder,
        Dropped = view.State.Dropped,
        Reasons = ReasonAnswer.Of(view.Standing.Reasons),
        Timeline = [.. view.State.Timeline.Select(point => new TimelineAnswer(point.At, point.Trust))],
    };
}

/// <summary>One page of the audit, newest first.</summary>
/// <param name="Items">The rows.</param>
/// <param name="NextCursor">Pass as <c>cursor</c> for the next page; null on the last.</param>
public sealed record AuditAnswer(AuditItem[] Items, string? NextCursor);

/// <summary>One audited decision.</summary>
public sealed record AuditItem
{
    public required Guid DecisionId { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>BATCH, EVALUATION, CHALLENGE, SESSION_OPENED, SESSION_ENDED or DEGRADED.</summary>
    public required AuditKind Kind { get; init; }

    public required string UserId { get; init; }

    public required string SessionId { get; init; }

    public string? Stream { get; init; }

    public long? Sequence { get; init; }

    /// <summary>The evaluated action, or the challenge's method.</summary>
    public string? Action { get; init; }

    public required Sensitivity Sensitivity { get; init; }

    public required Decision Decision { get; init; }

    public double? Trust { get; init; }

    public double? Risk { get; init; }

    public Phase? Phase { get; init; }

    public required ReasonAnswer[] Reasons { get; init; }

    public required int PolicyVersion { get; init; }

    public required int BaselineVersion { get; init; }

    /// <summary>Counts the writes of the session from 1; 0 in degraded rows.</summary>
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
        SessionId = record.Session.Value,
        Stream = record.Stream.Length > 0 ? record.Stream : null,
        Sequence = record.Sequence > 0 ? record.Sequence : null,
        Action = record.Action.Length > 0 ? record.Action : null,
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
