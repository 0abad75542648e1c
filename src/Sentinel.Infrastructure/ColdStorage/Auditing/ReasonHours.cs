using Microsoft.EntityFrameworkCore;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Stats.Records;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Infrastructure.ColdStorage.Auditing;

/// <summary>
/// The hours in which a reason was counted. The transaction that writes a row also counts its reasons, so no other hour has rows with the
/// reason. A search for a rare reason reads these hours instead of a tenant's whole audit; an index of all reasons would slow each drain.
/// </summary>
internal static class ReasonHours
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>
    /// The same search in parts, the newest first, each over hours that follow each other. A search without a reason, or of one user or
    /// session, which an index finds, is one part.
    /// </summary>
    public static async Task<IReadOnlyList<AuditFilter>> Narrow(SentinelDbContext context, AuditFilter filter, CancellationToken cancel)
    {
        if (filter is not { Reason: { } reason, User: null, Session: null }) return [filter];
        var tenant = filter.Tenant.Value;
        var hours = context.Stats.AsNoTracking().Where(row => row.Tenant == tenant && row.Step == StatStep.Hour);
        // Older hours are deleted, or were not counted yet: they may have rows with any reason.
        var first = await hours.OrderBy(row => row.At).Select(row => (DateTimeOffset?)row.At).FirstOrDefaultAsync(cancel);
        var (counted, mentioned) = StatName.OfRowsWith(reason);
        var rolled = hours.Where(row => row.Counts.Contains(counted) || row.Counts.Contains(mentioned)).Select(row => row.At);
        var added = context.StatAdditions.AsNoTracking()
            .Where(row => row.Tenant == tenant && (row.Counts.Contains(counted) || row.Counts.Contains(mentioned)))
            .Select(row => row.At);
        var found = (await rolled.Concat(added).ToListAsync(cancel)).ConvertAll(at => StatStep.Hour.Floor(at));
        if (first is null && found.Count == 0) return [filter];
        List<AuditFilter> parts = [];
        foreach (var (from, to) in Joined(found))
            Add(from, to);
        Add(null, first ?? found.Min());
        return parts;

        void Add(DateTimeOffset? from, DateTimeOffset to)
        {
            var part = filter with
            {
                From = from > filter.From || filter.From is null ? from : filter.From,
                To = to < filter.To || filter.To is null ? to : filter.To,
            };
            if ((part.From is null || part.From < part.To) && (filter.Before is not { } before || from is null || from <= before.DecidedAt))
                parts.Add(part);
        }
    }

    /// <summary>Spans of hours that follow each other, the newest first.</summary>
    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Joined(IEnumerable<DateTimeOffset> hours)
    {
        (DateTimeOffset From, DateTimeOffset To)? span = null;
        foreach (var hour in hours.Distinct().OrderDescending())
        {
            if (span is { } open && open.From == hour + Hour)
            {
                span = (hour, open.To);
                continue;
            }

            if (span is { } whole) yield return whole;
            span = (hour, hour + Hour);
        }

        if (span is { } last) yield return last;
    }
}
