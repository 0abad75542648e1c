using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>The table audit_digests, and the hashes of the audit's rows.</summary>
public interface IAuditDigests
{
    /// <summary>All tenants that have a digest.</summary>
    Task<IReadOnlyList<TenantId>> Tenants(CancellationToken cancel);

    /// <summary>The tenant's digests by number, without their row hashes.</summary>
    Task<IReadOnlyList<AuditDigest>> Chain(TenantId tenant, CancellationToken cancel);

    /// <summary>One digest's row hashes; null when they were deleted with the rows, or when there is no such digest.</summary>
    Task<RowHashes?> Hashes(TenantId tenant, long number, CancellationToken cancel);

    /// <summary>Appends a digest; false when its number is taken, because another node is closing days.</summary>
    Task<bool> Append(AuditDigest digest, RowHashes hashes, CancellationToken cancel);

    /// <summary>Deletes the row hashes of the days before this one.</summary>
    Task ForgetHashes(TenantId tenant, DateOnly before, CancellationToken cancel);

    /// <summary>The number of rows of each day in the span; days without rows are left out.</summary>
    Task<IReadOnlyDictionary<DateOnly, long>> CountByDay(TenantId tenant, DateOnly from, DateOnly to, CancellationToken cancel);

    /// <summary>Writes the missing hashes of the day's rows: those that no drain inserted.</summary>
    Task Complete(TenantId tenant, DateOnly day, CancellationToken cancel);

    /// <summary>The day's rows one by one, oldest first.</summary>
    IAsyncEnumerable<AuditFingerprint> Fingerprints(TenantId tenant, DateOnly day, CancellationToken cancel);
}
