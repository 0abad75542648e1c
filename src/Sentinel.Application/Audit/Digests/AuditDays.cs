using Sentinel.Application.Audit.Records;

namespace Sentinel.Application.Audit.Digests;

/// <summary>Which days can be closed, and which are checked again. Days are UTC.</summary>
public static class AuditDays
{
    /// <summary>How long after midnight a day stays open for rows in transit.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(2);

    /// <summary>
    /// For how many days a closed day is checked for late rows: an outbox or a spool may have waited for its database or node.
    /// </summary>
    public const int LateDays = 35;

    public static DateOnly Of(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    public static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>The last day that may be closed.</summary>
    public static DateOnly LastClosable(DateTimeOffset now) => Of(now - Grace).AddDays(-1);

    /// <summary>
    /// The first day that a run checks: in a new chain, the oldest row's day; otherwise <see cref="LateDays"/> back, or the last closed day
    /// if that is earlier.
    /// </summary>
    public static DateOnly FirstToClose(IReadOnlyList<AuditDigest> chain, DateOnly oldest, DateTimeOffset now)
    {
        if (LastClosed(chain) is not { } last) return oldest;
        var late = LastClosable(now).AddDays(-LateDays);
        var first = last < late ? last : late;
        // Rows that retention is about to delete must not be signed again as late.
        var kept = chain.Where(link => link.Kind == DigestKind.Expiry).Select(link => link.Day).DefaultIfEmpty(first).Max();
        return first > kept ? first : kept;
    }

    /// <summary>The last day that was closed; null in a new chain.</summary>
    public static DateOnly? LastClosed(IReadOnlyList<AuditDigest> chain) =>
        chain.Where(link => link.Kind != DigestKind.Expiry).Select(link => (DateOnly?)link.Day).Max();

    /// <summary>
    /// Whether an earlier run closed the day. After an interrupted run, the chain's last digest is full, and its day is still open.
    /// </summary>
    public static bool IsClosed(IReadOnlyList<AuditDigest> chain, DateOnly day)
    {
        if (LastClosed(chain) is not { } last || day > last) return false;
        var final = chain.Last(link => link.Kind != DigestKind.Expiry);
        return !(final.Day == day && final.Kind == DigestKind.Day && final.Count == AuditDigest.MaxRows);
    }
}
