using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Trust;

namespace Sentinel.Api.Contracts;

/// <summary>How often what was decided in a time, and why.</summary>
/// <param name="From">Inclusive, UTC.</param>
/// <param name="To">Exclusive, UTC.</param>
/// <param name="Decisions">Answers by kind and decision; pairs that did not occur are left out.</param>
/// <param name="Reasons">Rows that name a reason, the most frequent first. A row names up to four.</param>
public sealed record AuditSummaryAnswer(
    DateTimeOffset From,
    DateTimeOffset To,
    DecisionCountAnswer[] Decisions,
    ReasonCountAnswer[] Reasons
)
{
    internal static AuditSummaryAnswer Of(SummaryOfTime of) => new(
        of.From.ToUniversalTime(),
        of.To.ToUniversalTime(),
        [.. of.Summary.Decisions.Select(one => new DecisionCountAnswer(one.Kind, one.Decision, one.Count))],
        [.. of.Summary.Reasons.Select(one => new ReasonCountAnswer(one.Code, one.Kind, one.Decision, one.Count))]);
}

/// <param name="Kind">The kind of row: BATCH for input that was scored, EVALUATION for an action that a site asked about.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Count">Number of answers.</param>
public sealed record DecisionCountAnswer(AuditKind Kind, Decision Decision, long Count);

/// <param name="Code">The reason, such as <c>physics.key_hold</c>; <c>GET /reasons</c> explains it.</param>
/// <param name="Kind">The kind of row.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Count">Number of rows.</param>
public sealed record ReasonCountAnswer(string Code, AuditKind Kind, Decision Decision, long Count);
