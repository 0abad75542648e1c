using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>The audit table in cold storage.</summary>
public interface IAuditLog
{
    /// <summary>
    /// Writes the records exactly once, however often and from however many nodes they are offered: one transaction, rows that are there
    /// already are left alone. Returns false when another drain holds this partition just now; then nothing was written.
    /// </summary>
    Task<bool> Append(Partition partition, IReadOnlyList<AuditRecord> records, CancellationToken cancel);

    /// <summary>One page, newest first.</summary>
    Task<AuditPage> Search(AuditFilter filter, CancellationToken cancel);
}
