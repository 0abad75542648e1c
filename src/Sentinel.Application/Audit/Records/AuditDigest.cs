using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit.Records;

/// <summary>The kind of a digest.</summary>
public enum DigestKind : byte
{
    /// <summary>Rows of a day, taken when the day was closed.</summary>
    Day,

    /// <summary>Rows of a day that arrived after it was closed.</summary>
    Late,

    /// <summary>No rows: retention deletes everything before <see cref="AuditDigest.Day"/>.</summary>
    Expiry,
}

/// <summary>One link of a tenant's chain of digests.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Number">1, 2, 3 …: its place in the chain.</param>
/// <param name="Kind">What the digest covers.</param>
/// <param name="Day">The rows' day, UTC.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="ClosedAt">When it was created, UTC, whole milliseconds.</param>
/// <param name="Digest">SHA-256 over all of the above, the row hashes and the previous digest, 32 bytes.</param>
/// <param name="Signature">HMAC-SHA256 over all of the above except the row hashes, 32 bytes.</param>
public sealed record AuditDigest(
    TenantId Tenant, long Number, DigestKind Kind, DateOnly Day, int Count, DateTimeOffset ClosedAt, byte[] Digest, byte[] Signature)
{
    /// <summary>Rows per digest: about 2.3 MiB of hashes. A day with more has several.</summary>
    public const int MaxRows = 50_000;
}
