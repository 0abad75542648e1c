using Sentinel.Application.Audit.Records;

namespace Sentinel.Application.Audit;

/// <summary>How a chain of commits is broken.</summary>
public enum ChainGapKind : byte
{
    /// <summary>Commits are not in the audit: deleted, expired, or not written yet.</summary>
    Missing,

    /// <summary>The commit does not name the one before as its predecessor.</summary>
    Unlinked,

    /// <summary>Two commits have one number.</summary>
    Forked,
}

/// <summary>A place where a session's chain of commits is broken.</summary>
/// <param name="Kind">How.</param>
/// <param name="From">The first commit number that is missing, or the number of the commit that does not fit.</param>
/// <param name="To">The last one; the same as <paramref name="From"/> for one commit.</param>
public sealed record ChainGap(ChainGapKind Kind, long From, long To)
{
    /// <summary>What is wrong between two commits that follow each other in the audit; null when nothing is.</summary>
    /// <param name="last">The one before; null for the audit's first.</param>
    /// <param name="next">The one after.</param>
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
