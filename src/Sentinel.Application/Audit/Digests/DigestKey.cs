using System.Security.Cryptography;

namespace Sentinel.Application.Audit.Digests;

/// <summary>The secret that signs digests; <see cref="Off"/> where none are made.</summary>
public sealed class DigestKey
{
    /// <summary>The shortest key that is taken, bytes.</summary>
    public const int MinLength = 32;

    public static readonly DigestKey Off = new(null);

    private readonly byte[]? bytes;

    private DigestKey(byte[]? bytes) => this.bytes = bytes;

    public bool IsOn => bytes is not null;

    /// <exception cref="ArgumentException">Fewer than 32 bytes.</exception>
    public static DigestKey Of(byte[] bytes) => bytes.Length >= MinLength ? new(bytes) : throw new ArgumentException("A digest key has at least 32 bytes.", nameof(bytes));

    /// <summary>32 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) =>
        HMACSHA256.HashData(bytes ?? throw new InvalidOperationException("Digests are off."), message);
}
