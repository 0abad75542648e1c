using Sentinel.Application.Audit.Records;

namespace Sentinel.Application.Audit;

/// <summary>How a chain of commits is broken.</summary>
public enum ChainGapKind : byte
{
    /// <summary>Commits are not in the audit: deleted, expired, or not written yet.</summary>
    Missing,

    /// <summary>The commit does not name the previous one as its predecessor.</summary>
    Unlinked,

    /// <summary>Two commits have the same number.</summary>
    Forked,
}

/// <summary>A place where a session's chain of commits is broken.</summary>
/// <param name="Kind">How the chain is broken.</param>
/// <param name="From">The first commit number that is missing, or the number of the commit that does not fit.</param>
/// <param name="To">The last one; the same as <paramref name="From"/> for one commit.</param>
public sealed record ChainGap(ChainGapKind Kind, long From, long To)
{
    /// <summary>Finds the gap between two adjacent commits in the audit; null when there is none.</summary>
    /// <param name="last">The previous commit; null for the session's first in the audit.</param>
    /// <param name="next">The next commit.</param>
    public static ChainGap? Between(AuditRecord? last, AuditRecord next)
    {
        var before = last?.CommitNumber ?? 0;
        if (next.CommitNumber == before)
            return new(ChainGapKind.Forked, before, before);
        if (next.CommitNumber > before + 1)
            return new(ChainGapKind.Missing, before + 1, next.CommitNumber - 1);
        return last is not null && next.PreviousCommit != last.Commit
            ? new(ChainGapKind.Unlinked, next.CommitNumber, next.CommitNumber)
            : null;
    }
}
