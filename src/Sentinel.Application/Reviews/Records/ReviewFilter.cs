using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Reviews.Records;

/// <summary>Which cases to list, newest first. Unset members do not filter.</summary>
public sealed record ReviewFilter
{
    public required TenantId Tenant { get; init; }

    /// <summary>True for labelled cases, false for open ones.</summary>
    public bool Done { get; init; }

    public ReviewKind? Kind { get; init; }

    public string? Reason { get; init; }

    /// <summary>The end of the page before.</summary>
    public AuditCursor? Before { get; init; }

    public int Limit { get; init; }
}

/// <param name="Items">The cases.</param>
/// <param name="Next">Null on the last page.</param>
public sealed record ReviewPage(IReadOnlyList<ReviewCase> Items, AuditCursor? Next);

/// <summary>Labels of decisions that were turned, counted.</summary>
/// <param name="Decision">CHALLENGE or BLOCK.</param>
/// <param name="Reason">What turned them, as a code.</param>
/// <param name="Day">The day of the decisions, UTC.</param>
/// <param name="Legitimate">Decisions that stopped somebody who should not have been stopped.</param>
/// <param name="Fraud">Decisions that were right.</param>
public sealed record LabelCount(Domain.Trust.Decision Decision, string Reason, DateOnly Day, long Legitimate, long Fraud);
