using System.Security.Cryptography;

namespace Sentinel.Application.Audit.Digests;

/// <summary>The secret that signs digests, and the former secrets; <see cref="Off"/> if digests are off.</summary>
public sealed class DigestKey
{
    /// <summary>The length of the shortest accepted key, bytes.</summary>
    public const int MinLength = 32;

    public static readonly DigestKey Off = new([]);

    /// <summary>Oldest first; the last key signs.</summary>
    private readonly byte[][] keys;

    private DigestKey(byte[][] keys) => this.keys = keys;

    public bool IsOn => keys.Length > 0;

    /// <param name="bytes">The key that signs from now on.</param>
    /// <param name="former">The former keys, oldest first.</param>
    /// <exception cref="ArgumentException">A key has fewer than 32 bytes.</exception>
    public static DigestKey Of(byte[] bytes, params IReadOnlyList<byte[]> former) =>
        former.Append(bytes).All(key => key.Length >= MinLength)
            ? new([.. former, bytes])
            : throw new ArgumentException("A digest key has at least 32 bytes.", nameof(bytes));

    /// <summary>The signature, 32 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) =>
        IsOn ? HMACSHA256.HashData(keys[^1], message) : throw new InvalidOperationException("Digests are off.");

    /// <summary>The index of the key that signed, counted from the oldest; null if no key from <paramref name="first"/> on did.</summary>
    public int? Signer(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, int first)
    {
        for (var i = first; i < keys.Length; i++)
        {
            if (CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(keys[i], message), signature)) return i;
        }

        return null;
    }
}
