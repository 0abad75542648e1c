using System.Text.Json.Serialization;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Results;
using Sentinel.Application.Reviews;
using Sentinel.Application.Simulations.Records;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>Tries a policy over the sessions that were opened in a time.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SimulationBody
{
    /// <summary>The version of the policy to try.</summary>
    public int? Candidate { get; init; }

    /// <summary>The version to compare with; leave it out to compare with what was decided.</summary>
    public int? Baseline { get; init; }

    /// <summary>Inclusive, ISO 8601.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive, ISO 8601; at most 366 days after <c>from</c>.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>One page of simulations, newest first.</summary>
/// <param name="Items">The simulations, without their results.</param>
/// <param name="NextCursor">Pass as <c>cursor</c> for the next page; null on the last.</param>
public sealed record SimulationsAnswer(SimulationAnswer[] Items, string? NextCursor);

/// <summary>A simulation and, of a single one, its result so far.</summary>
/// <param name="Id">The simulation.</param>
/// <param name="State">QUEUED, RUNNING, DONE, STOPPED, or FAILED when a row could not be simulated.</param>
/// <param name="StartedBy">The id of the API key or person that started it; null for none.</param>
/// <param name="RequestedAt">Server time, UTC.</param>
/// <param name="StartedAt">When work on it began, UTC; null before.</param>
/// <param name="FinishedAt">When it was done, stopped or given up, UTC; null while it waits or runs.</param>
/// <param name="Candidate">The version that is tried.</param>
/// <param name="Baseline">The version that it is compared with; null for what was decided.</param>
/// <param name="From">Inclusive, UTC.</param>
/// <param name="To">Exclusive, UTC.</param>
/// <param name="Rows">Rows of the audit that it has read.</param>
/// <param name="Share">The share of the sessions that it has gone through, 0..1.</param>
/// <param name="SecondsLeft">How much longer it takes at the pace so far; null while that is unknown, or when it has ended.</param>
/// <param name="Result">What it has counted so far; null in a list.</param>
public sealed record SimulationAnswer(
    Guid Id, SimulationState State, string? StartedBy, DateTimeOffset RequestedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    int Candidate, int? Baseline, DateTimeOffset From, DateTimeOffset To, long Rows, double Share, double? SecondsLeft,
    SimulationResultAnswer? Result)
{
    internal static SimulationAnswer Of(PolicySimulation one, bool withResult) => new(
        one.Id, one.State, one.Actor.Length > 0 ? one.Actor : null, one.RequestedAt, one.StartedAt, one.FinishedAt, one.Candidate,
        one.Baseline, one.From, one.To, one.Counts.Rows, Math.Round(one.Share, 4),
        one.Left is { } left ? Math.Round(left.TotalSeconds, 1) : null, withResult ? SimulationResultAnswer.Of(one.Counts) : null);
}

/// <summary>
/// What a policy changes. A challenge that only this policy issues has an outcome that nobody knows, so every number comes twice: as if all
/// of these were passed, and as if all were failed. The truth lies between. See docs/decisions/0016.
/// </summary>
/// <param name="Sessions">Sessions that were decided again.</param>
/// <param name="SkippedSessions">Sessions without their opening, or decided by a policy that is not known.</param>
/// <param name="Decisions">Answers to openings, batches and evaluations.</param>
/// <param name="ListedDecisions">Those of them that the tenant's lists decided. No policy changes them.</param>
/// <param name="NewChallenges">Challenges that only this policy issues, if each is passed.</param>
/// <param name="Fidelity">How far to trust it: whether the recorded policy gives the recorded decisions again.</param>
/// <param name="All">All decisions.</param>
/// <param name="Kinds">By kind: SESSION_OPENED, BATCH and EVALUATION.</param>
/// <param name="Sensitivities">By sensitivity.</param>
/// <param name="Actions">Evaluations by their action, the first 50; the others have the name <c>null</c>.</param>
/// <param name="Reasons">By the detector that had said most against the session until then.</param>
/// <param name="Labels">Sessions with a label, each with its strictest decision; empty without labels.</param>
public sealed record SimulationResultAnswer(
    long Sessions, long SkippedSessions, long Decisions, long ListedDecisions, long NewChallenges, FidelityAnswer Fidelity,
    ChangeAnswer All, ChangeAnswer[] Kinds, ChangeAnswer[] Sensitivities, ChangeAnswer[] Actions, ChangeAnswer[] Reasons,
    LabelledAnswer[] Labels)
{
    internal static SimulationResultAnswer Of(SimulationCounts of) => new(
        of.Sessions, of.SkippedSessions, of.All.Decisions, of.Listed, of.NewChallenges, FidelityAnswer.Of(of.Recomputed),
        ChangeAnswer.Of(null, of.All), Each(of.ByKind), Each(of.BySensitivity), Each(of.ByAction), Each(of.ByReason),
        [
            .. Enum.GetValues<Label>().Where(label => of.ByLabel.ContainsKey(WireWord.Of(label)))
                .Select(label => LabelledAnswer.Of(label, of.ByLabel[WireWord.Of(label)])),
        ]);

    private static ChangeAnswer[] Each(Dictionary<string, FlipCounts> counts) =>
    [
        .. counts.OrderByDescending(one => one.Value.Decisions).ThenBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => ChangeAnswer.Of(one.Key, one.Value)),
    ];
}

/// <summary>How often the recorded policy gives the recorded decision again, over the evidence that the audit keeps.</summary>
/// <param name="Share">0..1; null before the first decision.</param>
/// <param name="Cells">Recorded decisions, and what the recorded policy gives.</param>
public sealed record FidelityAnswer(double? Share, FlipAnswer[] Cells)
{
    internal static FidelityAnswer Of(long[] counts)
    {
        var (all, same) = (counts.Sum(), Enum.GetValues<Decision>().Sum(one => FlipCounts.Count(counts, one, one)));
        return new(all == 0 ? null : Math.Round((double)same / all, 6), FlipAnswer.Each(counts, (long[])counts.Clone()));
    }
}

/// <summary>Decisions before and after.</summary>
/// <param name="Name">What they have in common; null for all, and for actions beyond the first 50.</param>
/// <param name="Decisions">How many there are.</param>
/// <param name="Flipped">How many the policy changes.</param>
/// <param name="Rates">How many of each decision before and after.</param>
/// <param name="Cells">By decision before and after; those with none are left out.</param>
public sealed record ChangeAnswer(string? Name, long Decisions, CountRangeAnswer Flipped, RateAnswer[] Rates, FlipAnswer[] Cells)
{
    internal static ChangeAnswer Of(string? name, FlipCounts counts) => new(
        name == SimulationCounts.OtherActions ? null : name,
        counts.Decisions,
        new(Flips(counts.IfPassed), Flips(counts.IfFailed)),
        [.. Enum.GetValues<Decision>().Select(decision => RateAnswer.Of(decision, counts))],
        FlipAnswer.Each(counts.IfPassed, counts.IfFailed));

    private static long Flips(long[] counts) => counts.Sum() - Enum.GetValues<Decision>().Sum(one => FlipCounts.Count(counts, one, one));
}

/// <param name="IfPassed">If all challenges are passed that only this policy issues.</param>
/// <param name="IfFailed">If all of them are failed.</param>
public sealed record CountRangeAnswer(long IfPassed, long IfFailed);

/// <summary>How many decisions there are of one kind.</summary>
/// <param name="Decision">ALLOW, CHALLENGE or BLOCK.</param>
/// <param name="Before">Before.</param>
/// <param name="After">After.</param>
public sealed record RateAnswer(Decision Decision, CountRangeAnswer Before, CountRangeAnswer After)
{
    internal static RateAnswer Of(Decision decision, FlipCounts counts) => new(
        decision,
        new(FlipCounts.Count(counts.IfPassed, decision, null), FlipCounts.Count(counts.IfFailed, decision, null)),
        new(FlipCounts.Count(counts.IfPassed, null, decision), FlipCounts.Count(counts.IfFailed, null, decision)));
}

/// <param name="From">The decision before.</param>
/// <param name="To">The decision after.</param>
/// <param name="Count">How many.</param>
public sealed record FlipAnswer(Decision From, Decision To, CountRangeAnswer Count)
{
    internal static FlipAnswer[] Each(long[] ifPassed, long[] ifFailed) =>
    [
        .. from before in Enum.GetValues<Decision>()
           from after in Enum.GetValues<Decision>()
           let count = new CountRangeAnswer(FlipCounts.Count(ifPassed, before, after), FlipCounts.Count(ifFailed, before, after))
           where count.IfPassed + count.IfFailed > 0
           select new FlipAnswer(before, after, count),
    ];
}

/// <summary>The confusion matrix of one label: how many of its sessions were stopped, before and after.</summary>
/// <param name="Label">LEGITIMATE or FRAUD.</param>
/// <param name="Sessions">Sessions with this label.</param>
/// <param name="Cells">By the strictest decision of the session before and after.</param>
/// <param name="Challenged">The share that was challenged or blocked.</param>
/// <param name="Blocked">The share that was blocked.</param>
public sealed record LabelledAnswer(Label Label, long Sessions, FlipAnswer[] Cells, SharesAnswer Challenged, SharesAnswer Blocked)
{
    internal static LabelledAnswer Of(Label label, FlipCounts counts) => new(
        label, counts.Decisions, FlipAnswer.Each(counts.IfPassed, counts.IfFailed),
        SharesAnswer.Of(counts, Decision.Challenge), SharesAnswer.Of(counts, Decision.Block));
}

/// <summary>Shares of sessions, each with its interval of 95 % (Wilson).</summary>
/// <param name="Before">Before.</param>
/// <param name="IfPassed">After, if all challenges are passed that only this policy issues.</param>
/// <param name="IfFailed">After, if all of them are failed.</param>
public sealed record SharesAnswer(ShareAnswer Before, ShareAnswer IfPassed, ShareAnswer IfFailed)
{
    internal static SharesAnswer Of(FlipCounts counts, Decision least)
    {
        var decisions = Enum.GetValues<Decision>().Where(one => one >= least).ToArray();
        var all = counts.Decisions;
        return new(
            ShareAnswer.Of(decisions.Sum(one => FlipCounts.Count(counts.IfPassed, one, null)), all),
            ShareAnswer.Of(decisions.Sum(one => FlipCounts.Count(counts.IfPassed, null, one)), all),
            ShareAnswer.Of(decisions.Sum(one => FlipCounts.Count(counts.IfFailed, null, one)), all));
    }
}

/// <param name="Share">0..1.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end.</param>
public sealed record ShareAnswer(double Share, double Low, double High)
{
    internal static ShareAnswer Of(long hits, long all) =>
        Proportion.Of(hits, all) is { } found ? new(found.Share, found.Low, found.High) : new(0, 0, 1);
}
