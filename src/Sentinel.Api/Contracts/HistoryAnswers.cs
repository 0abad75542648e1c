using Sentinel.Application.Audit;

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
