using Sentinel.Application.Audit.Records;

namespace Sentinel.Application.Ports;

/// <summary>
/// The node's own append-only file of decisions taken while hot state was away: bounded (64 MiB), one line per session and second with a
/// count, flushed to the disk each second.
/// </summary>
public interface ISpool
{
    /// <summary>Counts one degraded decision; never blocks and never throws. A full spool drops it and counts the loss.</summary>
    void Add(AuditRecord degraded);

    /// <summary>Closed segments, oldest first; closes the open one if it holds anything.</summary>
    Task<IReadOnlyList<SpoolSegment>> Seal(CancellationToken cancel);

    /// <summary>Forgets a delivered segment.</summary>
    void Remove(SpoolSegment segment);
}
