using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>The table audit_digests, and the audit's rows as the digests see them: by hash.</summary>
public interface IAuditDigests
{
    /// <summary>Every tenant that has a digest.</summary>
    Task<IReadOnlyList<TenantId>> Tenants(CancellationToken cancel);

    /// <summary>The tenant's digests by number, without their row hashes.</summary>
    Task<IReadOnlyList<AuditDigest>> Chain(TenantId tenant, CancellationToken cancel);

    /// <summary>One digest's row hashes; null when they were let go with the rows, or when there is no such digest.</summary>
    Task<RowHashes?> Hashes(TenantId tenant, long number, CancellationToken cancel);

    /// <summary>Appends a digest; false when one of this number is there already, because another node closes days just now.</summary>
    Task<bool> Append(AuditDigest digest, RowHashes hashes, CancellationToken cancel);

    /// <summary>Lets go of the row hashes of the days before this one.</summary>
    Task ForgetHashes(TenantId tenant, DateOnly before, CancellationToken cancel);

    /// <summary>How many rows each day of the span has; days without rows are left out.</summary>
    Task<IReadOnlyDictionary<DateOnly, long>> CountByDay(TenantId tenant, DateOnly from, DateOnly to, CancellationToken cancel);

    /// <summary>Writes the hashes of the day's rows that have none: those of versions before there were hashes.</summary>
    Task Complete(TenantId tenant, DateOnly day, CancellationToken cancel);

    /// <summary>The day's rows one by one, oldest first.</summary>
    IAsyncEnumerable<AuditFingerprint> Fingerprints(TenantId tenant, DateOnly day, CancellationToken cancel);
}
