using Sentinel.Application.Audit.Records;
using Sentinel.Application.Stats;
using Sentinel.Application.Stats.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>Decisions over time.</summary>
/// <param name="From">When the first point begins, UTC.</param>
/// <param name="To">When the last point ends, UTC.</param>
/// <param name="Step">MINUTE, or HOUR where more than 25 hours were asked for.</param>
/// <param name="Points">One for each step, the oldest first. A point counts a row about two seconds after its decision.</param>
/// <param name="Usual">What is usual among batches; null until a day of the week before had traffic.</param>
public sealed record StatsAnswer(
    DateTimeOffset From, DateTimeOffset To, StatStep Step, StatPointAnswer[] Points, UsualAnswer? Usual)
{
    internal static StatsAnswer Of(StatsOfTime of)
    {
        var latencies = of.Latencies.ToDictionary(point => point.At, point => point.Counts);
        return new(
            of.From, of.To, of.Step,
            [.. of.Points.Select(point => StatPointAnswer.Of(point, latencies.GetValueOrDefault(point.At)))],
            UsualAnswer.Of(of.Usual));
    }
}

/// <param name="At">When the step begins, UTC.</param>
/// <param name="Batches">Batches that were scored, by decision.</param>
/// <param name="Evaluations">Actions that sites asked about, by decision.</param>
/// <param name="Degraded">Answers without scoring, because hot state was away.</param>
/// <param name="P50">Median time that a batch took on the server, ms, of the installation; null if none was timed.</param>
/// <param name="P99">What 99 of 100 batches did not exceed, ms.</param>
public sealed record StatPointAnswer(
    DateTimeOffset At, ByDecision Batches, ByDecision Evaluations, long Degraded, double? P50, double? P99)
{
    internal static StatPointAnswer Of(StatPoint point, Counts? latency)
    {
        var counts = point.Counts;
        return new(
            point.At,
            ByDecision.Of(decision => counts[StatName.Decision(AuditKind.Batch, decision)]),
            ByDecision.Of(decision => counts[StatName.Decision(AuditKind.Evaluation, decision)]),
            Enum.GetValues<Decision>().Sum(decision => counts[StatName.Decision(AuditKind.Degraded, decision)]),
            latency is null ? null : Latency.Quantile(latency, 0.5),
            latency is null ? null : Latency.Quantile(latency, 0.99));
    }
}

/// <param name="Allow">Of ALLOW.</param>
/// <param name="Challenge">Of CHALLENGE.</param>
/// <param name="Block">Of BLOCK.</param>
public sealed record ByDecision(long Allow, long Challenge, long Block)
{
    internal static ByDecision Of(Func<Decision, long> count) =>
        new(count(Decision.Allow), count(Decision.Challenge), count(Decision.Block));
}

/// <summary>The range that nine of ten hours of the week before were in.</summary>
/// <param name="ChallengeShare">The share of CHALLENGE among batches.</param>
/// <param name="BlockShare">The share of BLOCK among batches.</param>
public sealed record UsualAnswer(RangeAnswer ChallengeShare, RangeAnswer BlockShare)
{
    internal static UsualAnswer? Of(UsualShares? usual) => usual is null ? null
        : new(new(usual.Challenge.Low, usual.Challenge.High), new(usual.Block.Low, usual.Block.High));
}

/// <param name="Low">0..1.</param>
/// <param name="High">0..1.</param>
public sealed record RangeAnswer(double Low, double High);

/// <summary>What each reason did in a time.</summary>
/// <param name="From">Inclusive, UTC.</param>
/// <param name="To">Exclusive, UTC.</param>
/// <param name="Batches">Batches that were scored, by decision.</param>
/// <param name="Items">The reasons that occurred: those that turned most decisions first.</param>
public sealed record ReasonStatsAnswer(DateTimeOffset From, DateTimeOffset To, ByDecision Batches, ReasonStatAnswer[] Items)
{
    internal static ReasonStatsAnswer Of(ReasonStats of) => new(
        of.From, of.To,
        ByDecision.Of(decision => of.Sum[StatName.Decision(AuditKind.Batch, decision)]),
        [
            .. StatName.ReasonsOf(of.Sum).Select(DetectorCatalog.Reason).OfType<ReasonCode>()
                .Select(code => ReasonStatAnswer.Of(code, of.Sum))
                .OrderByDescending(item => item.Turned.Challenge + item.Turned.Block)
                .ThenByDescending(item => item.Against)
                .ThenBy(item => item.Code, StringComparer.Ordinal),
        ]);
}

/// <param name="Code">The reason.</param>
/// <param name="Family">PHYSICS, ANOMALY, PATTERN or CONTEXT.</param>
/// <param name="Named">Batches and evaluations whose explanation names it, by decision. An explanation names up to four reasons.</param>
/// <param name="Turned">Batches after which a session was decided more strictly, with this as the strongest reason, by decision.</param>
/// <param name="Against">Windows for which the detector spoke against the user.</param>
/// <param name="For">Windows for which it spoke for the user.</param>
/// <param name="Neither">Windows that it judged, and that told it nothing.</param>
public sealed record ReasonStatAnswer(
    string Code, Family Family, ByDecision Named, ByDecision Turned, long Against, long For, long Neither)
{
    internal static ReasonStatAnswer Of(ReasonCode code, Counts counts) => new(
        code.Name, code.Family,
        ByDecision.Of(decision => counts[StatName.Reason(code.Id, decision)]),
        ByDecision.Of(decision => counts[StatName.Turned(code.Id, decision)]),
        counts[StatName.Evidence(code.Id, 1)], counts[StatName.Evidence(code.Id, -1)], counts[StatName.Evidence(code.Id, 0)]);
}

/// <summary>One reason over time.</summary>
/// <param name="From">When the first step begins, UTC.</param>
/// <param name="To">When the last step ends, UTC.</param>
/// <param name="Step">MINUTE, or HOUR where more than 25 hours were asked for.</param>
/// <param name="Points">The steps in which anything was decided, the oldest first.</param>
public sealed record ReasonTimeAnswer(DateTimeOffset From, DateTimeOffset To, StatStep Step, ReasonPointAnswer[] Points)
{
    internal static ReasonTimeAnswer Of(ReasonCode code, ReasonStats of) => new(
        of.From, of.To, of.Step,
        [
            .. of.Points.Select(point => new ReasonPointAnswer(
                point.At,
                ByDecision.Of(decision => point.Counts[StatName.Decision(AuditKind.Batch, decision)]),
                ReasonStatAnswer.Of(code, point.Counts))),
        ]);
}

/// <param name="At">When the step begins, UTC.</param>
/// <param name="Batches">Batches that were scored, by decision.</param>
/// <param name="Reason">What the reason did.</param>
public sealed record ReasonPointAnswer(DateTimeOffset At, ByDecision Batches, ReasonStatAnswer Reason);
