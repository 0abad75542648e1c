using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit.Digests;

/// <summary>Creates and checks digests. Each includes the previous one, of whatever day, so none can be replaced or left out.</summary>
public static class DigestChain
{
    private static readonly byte[] Nothing = new byte[32];

    /// <summary>Creates the next digest, with the time cut to whole milliseconds.</summary>
    public static AuditDigest Next(
        DigestKey key,
        AuditDigest? last,
        TenantId tenant,
        DigestKind kind,
        DateOnly day,
        RowHashes hashes,
        DateTimeOffset now
    )
    {
        var closedAt = StoredTime.Of(now);
        var open = new AuditDigest(tenant, (last?.Number ?? 0) + 1, kind, day, hashes.Count, closedAt, [], []);
        var digest = Digest(open, last, hashes);
        return open with { Digest = digest, Signature = key.Sign(Message(open, digest)) };
    }

    /// <summary>
    /// The digests with a valid signature: by the key, or by a former key if no later key has signed before. So a leaked former key cannot
    /// extend the chain.
    /// </summary>
    public static IReadOnlySet<AuditDigest> Signed(DigestKey key, IReadOnlyList<AuditDigest> chain)
    {
        var (signed, signer) = (new HashSet<AuditDigest>(), 0);
        foreach (var link in chain)
        {
            if (key.Signer(Message(link, link.Digest), link.Signature, signer) is not { } by) continue;
            signer = by;
            signed.Add(link);
        }

        return signed;
    }

    /// <summary>Whether the digest matches these rows and follows the other digest.</summary>
    public static bool Follows(AuditDigest link, AuditDigest? last, RowHashes hashes) =>
        link.Count == hashes.Count && CryptographicOperations.FixedTimeEquals(Digest(link, last, hashes), link.Digest);

    private static byte[] Digest(AuditDigest link, AuditDigest? last, RowHashes hashes)
    {
        var bytes = Head(link);
        bytes.Write(SHA256.HashData(hashes.Bytes.Span));
        bytes.Write(last?.Digest ?? Nothing);
        return SHA256.HashData(bytes.WrittenSpan);
    }

    private static ReadOnlySpan<byte> Message(AuditDigest link, byte[] digest)
    {
        var bytes = Head(link);
        bytes.Write(digest);
        return bytes.WrittenSpan;
    }

    private static ArrayBufferWriter<byte> Head(AuditDigest link)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        bytes.Write("sentinel-audit-1\0"u8);
        bytes.Write(Encoding.ASCII.GetBytes(link.Tenant.Value + '\0'));
        Span<byte> numbers = stackalloc byte[8 + 1 + 4 + 4 + 8];
        BinaryPrimitives.WriteInt64BigEndian(numbers, link.Number);
        numbers[8] = (byte)link.Kind;
        BinaryPrimitives.WriteInt32BigEndian(numbers[9..], link.Day.DayNumber);
        BinaryPrimitives.WriteInt32BigEndian(numbers[13..], link.Count);
        BinaryPrimitives.WriteInt64BigEndian(numbers[17..], link.ClosedAt.ToUnixTimeMilliseconds());
        bytes.Write(numbers);
        return bytes;
    }
}
