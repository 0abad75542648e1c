using Sentinel.Application.Stats.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>
/// Counts over time. The audit's writer counts each row in its own transaction, so a count is exact: it has each row once.
/// </summary>
public interface IStats
{
    /// <summary>The points from <paramref name="from"/> to before <paramref name="to"/> in which something happened, the oldest
    /// first.</summary>
    /// <param name="tenant">Whose decisions; null for what belongs to the installation, such as latencies.</param>
    /// <param name="step">The length of a point.</param>
    /// <param name="from">A beginning of a step.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="cancel">Cancels the call.</param>
    Task<IReadOnlyList<StatPoint>> Read(
        TenantId? tenant, StatStep step, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);

    /// <summary>Adds what a node counted by itself, and what belongs to the installation.</summary>
    Task Add(DateTimeOffset at, Counts counts, CancellationToken cancel);

    /// <summary>Sums up the oldest additions by minutes and hours. Returns how many it took, at most <paramref name="limit"/>.</summary>
    Task<int> RollUp(int limit, CancellationToken cancel);

    /// <summary>Deletes minutes and hours that are older than they are kept.</summary>
    Task<int> Expire(CancellationToken cancel);
}
