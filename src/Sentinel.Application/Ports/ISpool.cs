using Sentinel.Application.Audit.Records;

namespace Sentinel.Application.Ports;

/// <summary>
/// The node's append-only file of degraded answers and refusals: at most 64 MiB, one line with a count per session and second, flushed to
/// disk every second.
/// </summary>
public interface ISpool
{
    /// <summary>Counts one answer. Never blocks and never throws. A full spool drops the answer and counts the loss.</summary>
    void Add(AuditRecord degraded);

    /// <summary>Closes the open segment unless it is empty. Returns the closed ones, oldest first.</summary>
    Task<IReadOnlyList<SpoolSegment>> Seal(CancellationToken cancel);

    /// <summary>Removes a delivered segment.</summary>
    void Remove(SpoolSegment segment);
}
