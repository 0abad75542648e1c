using Sentinel.Domain.Trust;

namespace Sentinel.Application.Audit.Records;

/// <summary>How often what was decided, and why.</summary>
/// <param name="Decisions">Answers by kind and decision.</param>
/// <param name="Reasons">Rows that name a reason, by reason, kind and decision. A row names up to four.</param>
public sealed record AuditSummary(IReadOnlyList<DecisionCount> Decisions, IReadOnlyList<ReasonCount> Reasons);

/// <param name="Kind">What was decided or done.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Count">Number of answers.</param>
public sealed record DecisionCount(AuditKind Kind, Decision Decision, long Count);

/// <param name="Code">The reason's wire name.</param>
/// <param name="Kind">What was decided or done.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Count">Number of rows.</param>
public sealed record ReasonCount(string Code, AuditKind Kind, Decision Decision, long Count);
