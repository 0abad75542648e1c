using Sentinel.Application.Audit.Records;
using Sentinel.Application.Reviews;
using Sentinel.Application.Reviews.Records;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>One page of the review queue, newest first.</summary>
/// <param name="Items">The cases.</param>
/// <param name="NextCursor">Pass as <c>cursor</c> for the next page; null on the last.</param>
public sealed record ReviewsAnswer(ReviewAnswer[] Items, string? NextCursor);

/// <summary>A case for an analyst. The session's timeline has the evidence.</summary>
/// <param name="Id">The decision that put it into the queue.</param>
/// <param name="DecidedAt">Server time, UTC.</param>
/// <param name="Kind">BLOCK, FAILED_CHALLENGE or ALLOW (a sample).</param>
/// <param name="UserId">The user.</param>
/// <param name="SessionId">The session.</param>
/// <param name="Reason">The reason that turned the decision; null where none did.</param>
/// <param name="ClaimedBy">The id of the API key or person that works on it; null for none.</param>
/// <param name="ClaimedUntil">When that claim ends, UTC.</param>
/// <param name="Label">LEGITIMATE or FRAUD; null while it is open.</param>
/// <param name="LabelledBy">The id of the API key or person that labelled it.</param>
/// <param name="LabelledAt">Server time, UTC.</param>
/// <param name="Note">What the analyst wrote; null for nothing.</param>
public sealed record ReviewAnswer(
    Guid Id, DateTimeOffset DecidedAt, ReviewKind Kind, string UserId, string SessionId, string? Reason, string? ClaimedBy,
    DateTimeOffset? ClaimedUntil, Label? Label, string? LabelledBy, DateTimeOffset? LabelledAt, string? Note)
{
    internal static ReviewAnswer Of(ReviewCase one) => new(
        one.Id, one.DecidedAt, one.Kind, one.User.Value, one.Session.Value, Some(one.Reason), Some(one.ClaimedBy), one.ClaimedUntil,
        one.Label, Some(one.LabelledBy), one.LabelledAt, Some(one.Note));

    private static string? Some(string text) => text.Length > 0 ? text : null;
}

/// <param name="Label">LEGITIMATE or FRAUD.</param>
/// <param name="Note">Why, for colleagues; at most 1,000 characters.</param>
public sealed record LabelReviewBody(Label? Label, string? Note);

/// <summary>How often turned decisions were wrong, by the labels of their sessions and their own. Decisions without a label are not
/// counted.</summary>
/// <param name="From">Inclusive, UTC.</param>
/// <param name="To">Exclusive, UTC.</param>
/// <param name="Decisions">CHALLENGE and BLOCK.</param>
/// <param name="Reasons">By decision and the reason that turned it, the one with most wrong decisions first.</param>
/// <param name="Days">By decision and day, the oldest first.</param>
public sealed record ErrorRatesAnswer(
    DateTimeOffset From, DateTimeOffset To, ErrorRateAnswer[] Decisions, ErrorRateAnswer[] Reasons, ErrorRateAnswer[] Days)
{
    internal static ErrorRatesAnswer Of(ErrorRates of) => new(
        of.From, of.To,
        [.. of.Counts.GroupBy(one => one.Decision).OrderBy(counts => counts.Key).Select(counts => ErrorRateAnswer.Of(counts, null, null))],
        [
            .. of.Counts.GroupBy(one => (one.Decision, one.Reason))
                .Select(counts => ErrorRateAnswer.Of(counts, counts.Key.Reason, null))
                .OrderByDescending(rate => rate.Legitimate).ThenBy(rate => rate.Reason, StringComparer.Ordinal),
        ],
        [
            .. of.Counts.GroupBy(one => (one.Day, one.Decision)).OrderBy(counts => counts.Key)
                .Select(counts => ErrorRateAnswer.Of(counts, null, counts.Key.Day)),
        ]);
}

/// <param name="Decision">CHALLENGE or BLOCK.</param>
/// <param name="Reason">The reason that turned the decisions; null for all.</param>
/// <param name="Day">The day of the decisions, UTC; null for all.</param>
/// <param name="Legitimate">Decisions that stopped somebody who should not have been stopped.</param>
/// <param name="Fraud">Decisions that were right.</param>
/// <param name="Share">The share of wrong ones, 0..1.</param>
/// <param name="Low">The lower end of its interval of 95 % (Wilson).</param>
/// <param name="High">The upper end.</param>
public sealed record ErrorRateAnswer(
    Decision Decision, string? Reason, DateOnly? Day, long Legitimate, long Fraud, double Share, double Low, double High)
{
    internal static ErrorRateAnswer Of(IEnumerable<LabelCount> counts, string? reason, DateOnly? day)
    {
        LabelCount[] all = [.. counts];
        var (legitimate, fraud) = (all.Sum(one => one.Legitimate), all.Sum(one => one.Fraud));
        var rate = Proportion.Of(legitimate, legitimate + fraud)!.Value;
        return new(all[0].Decision, reason, day, legitimate, fraud, rate.Share, rate.Low, rate.High);
    }
}
