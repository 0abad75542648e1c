using Sentinel.Application.Audit;

namespace Sentinel.Api.Contracts;

/// <summary>One page of a session's history, oldest first.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">Its user; null on an empty page.</param>
/// <param name="Items">The items of this page.</param>
/// <param name="Gaps">Gaps in the chain of commits, up to and between these items.</param>
/// <param name="Labels">The labels of the session and its decisions.</param>
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
/// MISSING: these commits are not in the audit. UNLINKED: the commit does not follow the one before it. FORKED: two commits have this
/// number.
/// </param>
/// <param name="From">The first commit number.</param>
/// <param name="To">The last commit number.</param>
public sealed record GapAnswer(ChainGapKind Kind, long From, long To);
