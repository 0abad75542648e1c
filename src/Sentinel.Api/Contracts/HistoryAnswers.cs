using Sentinel.Application.Audit.Records;
using Sentinel.Application.Audit;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>One page of a session's history, oldest first.</summary>
/// <param name="SessionId">Which session.</param>
/// <param name="UserId">Its user; null on a page without rows.</param>
/// <param name="Items">What happened.</param>
/// <param name="Gaps">Where the chain of commits is broken, up to and between these items.</param>
/// <param name="Labels">What the session and its decisions were labelled by feedback.</param>
/// <param name="NextCursor">Pass as <c>cursor</c> for the next page; null on the last.</param>
public sealed record HistoryAnswer(
    string SessionId,
    string? UserId,
    HistoryItem[] Items,
    GapAnswer[] Gaps,
    LabelAnswer[] Labels,
    string? NextCursor
)
{
    internal static HistoryAnswer Of(string session, TimelinePage page) => new(
        session,
        page.Items.Count > 0 ? page.Items[0].User.Value : null,
        [.. page.Items.Select(HistoryItem.Of)],
        [.. page.Gaps.Select(gap => new GapAnswer(gap.Kind, gap.From, gap.To))],
        [.. page.Labels.Select(LabelAnswer.Of)],
        page.Next?.ToString());
}

/// <summary>A place where the chain of commits is broken.</summary>
/// <param name="Kind">
/// MISSING: the audit has not these commits. UNLINKED: the commit does not follow the one before it. FORKED: two commits have this number.
/// </param>
/// <param name="From">The first commit number.</param>
/// <param name="To">The last commit number.</param>
public sealed record GapAnswer(ChainGapKind Kind, long From, long To);

/// <summary>One thing that happened in the session.</summary>
public sealed record HistoryItem
{
    /// <summary>Server time, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    public required Guid DecisionId { get; init; }

    /// <summary>
    /// SESSION_OPENED, BATCH, EVALUATION, CHALLENGE, SESSION_ENDED, DEGRADED, or REFUSED for a token that was tried on another session.
    /// </summary>
    public required AuditKind Kind { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>0..1; null when degraded.</summary>
    public double? Trust { get; init; }

    /// <summary>Posterior probability of a bot, 0..1; null when degraded.</summary>
    public double? Risk { get; init; }

    public Phase? Phase { get; init; }

    /// <summary>What the detectors said, the heaviest first.</summary>
    public required ReasonAnswer[] Evidence { get; init; }

    public required int PolicyVersion { get; init; }

    /// <summary>0 while the user has no baseline.</summary>
    public required int BaselineVersion { get; init; }

    /// <summary>
    /// Counts the writes of the session from 1; 0 in degraded rows, and in evaluations that were answered BLOCK without a write.
    /// </summary>
    public required long CommitNumber { get; init; }

    public string? Stream { get; init; }

    public long? Sequence { get; init; }

    /// <summary>The evaluated action, or the challenge's method.</summary>
    public string? Action { get; init; }

    public required Sensitivity Sensitivity { get; init; }

    /// <summary>How many answers the item stands for; above 1 only in degraded rows.</summary>
    public required int Count { get; init; }

    internal static HistoryItem Of(AuditRecord record) => new()
    {
        At = record.DecidedAt,
        DecisionId = record.DecisionId,
        Kind = record.Kind,
        Decision = record.Decision,
        Trust = record.Trust,
        Risk = record.Risk,
        Phase = record.Phase,
        Evidence = ReasonAnswer.Of(record.Reasons),
        PolicyVersion = record.PolicyVersion,
        BaselineVersion = record.BaselineVersion,
        CommitNumber = record.CommitNumber,
        Stream = record.Stream.Length > 0 ? record.Stream : null,
        Sequence = record.Sequence > 0 ? record.Sequence : null,
        Action = record.Action.Length > 0 ? record.Action : null,
        Sensitivity = record.Sensitivity,
        Count = record.Count,
    };
}
