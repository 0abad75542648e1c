using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sentinel.Application.Audit.Records;

namespace Sentinel.Application.Audit;

/// <summary>
/// How far a timeline was read: the last commit's number and decision, and the last degraded row. As text, the three separated by dots.
/// </summary>
/// <param name="Commit">0 before the first.</param>
/// <param name="CommitDecision">Distinguishes two commits with the same number (a fork).</param>
/// <param name="Degraded">The Unix epoch before the first.</param>
public readonly record struct TimelineCursor(long Commit, Guid CommitDecision, AuditCursor Degraded)
{
    public static readonly TimelineCursor Start = new(0, Guid.Empty, new(DateTimeOffset.UnixEpoch, Guid.Empty));

    /// <summary>Whether the commit comes after the cursor.</summary>
    public bool IsBefore(AuditRecord commit) =>
        commit.CommitNumber > Commit
        || (commit.CommitNumber == Commit && string.CompareOrdinal(commit.DecisionId.ToString(), CommitDecision.ToString()) > 0);

    public static bool TryParse([NotNullWhen(true)] string? text, out TimelineCursor cursor)
    {
        cursor = default;
        if (text?.Split('.') is not [var number, var decision, var degraded]
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var commit)
            || !Guid.TryParseExact(decision, "N", out var id)
            || !AuditCursor.TryParse(degraded, out var row))
            return false;
        cursor = new(commit, id, row);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Commit}.{CommitDecision:N}.{Degraded}");
}
