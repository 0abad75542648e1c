using System.Security.Cryptography;

namespace Sentinel.Application.Audit.Digests;

/// <summary>The secret that signs digests, and those that did before it; <see cref="Off"/> where none are made.</summary>
public sealed class DigestKey
{
    /// <summary>The shortest key that is taken, bytes.</summary>
    public const int MinLength = 32;

    public static readonly DigestKey Off = new([]);

    /// <summary>Oldest first; the last one signs.</summary>
    private readonly byte[][] keys;

    private DigestKey(byte[][] keys) => this.keys = keys;

    public bool IsOn => keys.Length > 0;

    /// <param name="bytes">What signs from now on.</param>
    /// <param name="former">What signed before, oldest first.</param>
    /// <exception cref="ArgumentException">Fewer than 32 bytes.</exception>
    public static DigestKey Of(byte[] bytes, params IReadOnlyList<byte[]> former) =>
        former.Append(bytes).All(key => key.Length >= MinLength)
            ? new([.. former, bytes])
            : throw new ArgumentException("A digest key has at least 32 bytes.", nameof(bytes));

    /// <summary>32 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) =>
        IsOn ? HMACSHA256.HashData(keys[^1], message) : throw new InvalidOperationException("Digests are off.");

    /// <summary>Which of the keys made the signature, counted from the oldest; null when it was none from that one on.</summary>
    /// <param name="message">What is said to be signed.</param>
    /// <param name="signature">By whom is asked.</param>
    /// <param name="first">The first that may have signed.</param>
    public int? Signer(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, int first)
    {
        for (var i = first; i < keys.Length; i++)
        {
            if (CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(keys[i], message), signature)) return i;
        }

        return null;
    }
}
