using Sentinel.Application.Audit.Records;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table audit_digests. <see cref="AuditDigest"/> documents the members.</summary>
public sealed class AuditDigestRow
{
    public required string Tenant { get; init; }

    public long Number { get; init; }

    public DigestKind Kind { get; init; }

    public DateOnly Day { get; init; }

    public int Count { get; init; }

    public DateTimeOffset ClosedAt { get; init; }

    public required byte[] Digest { get; init; }

    public required byte[] Signature { get; init; }

    /// <summary>The bytes of <see cref="RowHashes"/>; null after the rows' retention.</summary>
    public byte[]? Hashes { get; init; }

    internal static AuditDigestRow From(AuditDigest digest, RowHashes hashes) => new()
    {
        Tenant = digest.Tenant.Value,
        Number = digest.Number,
        Kind = digest.Kind,
        Day = digest.Day,
        Count = digest.Count,
        ClosedAt = digest.ClosedAt,
        Digest = digest.Digest,
        Signature = digest.Signature,
        Hashes = hashes.Bytes.ToArray(),
    };
}
