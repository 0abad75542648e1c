using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Audit.Digests;

/// <summary>
/// How digests are made and checked: each takes in the one before, whatever day that was of, so that none can be exchanged or left out.
/// </summary>
public static class DigestChain
{
    private static readonly byte[] Nothing = new byte[32];

    /// <summary>The next link.</summary>
    /// <param name="key">Signs it.</param>
    /// <param name="last">The link before; null for the first.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="kind">What it stands for.</param>
    /// <param name="day">Which day's rows.</param>
    /// <param name="hashes">The rows.</param>
    /// <param name="now">Whole milliseconds count.</param>
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
        var closedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var open = new AuditDigest(tenant, (last?.Number ?? 0) + 1, kind, day, hashes.Count, closedAt, [], []);
        var digest = Digest(open, last, hashes);
        return open with { Digest = digest, Signature = key.Sign(Message(open, digest)) };
    }

    /// <summary>
    /// The links that are signed as they stand: by the key, or by a former one as long as no later key had signed. So a former key that
    /// leaked adds nothing to the chain.
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

    /// <summary>Whether the link is of these rows and follows that link.</summary>
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
