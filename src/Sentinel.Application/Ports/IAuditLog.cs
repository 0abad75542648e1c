using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>The audit table in cold storage.</summary>
public interface IAuditLog
{
    /// <summary>
    /// Writes the records exactly once, in one transaction, however often and from however many nodes they are offered: existing rows are
    /// skipped. Returns false, and writes nothing, when another drain holds the partition.
    /// </summary>
    Task<bool> Append(Partition partition, IReadOnlyList<AuditRecord> records, CancellationToken cancel);

    /// <summary>Counts of a time's rows. The filter has both times, and may have a kind and a label; it has no other member.</summary>
    Task<AuditSummary> Summarise(AuditFilter filter, CancellationToken cancel);

    /// <summary>One page, newest first.</summary>
    Task<AuditPage> Search(AuditFilter filter, CancellationToken cancel);
}
