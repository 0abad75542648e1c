using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sentinel.Application.ApiKeys;

/// <summary>
/// The text of an API key, <c>sk_&lt;prefix&gt;_&lt;secret&gt;</c>: a public prefix and 256 random bits. It is shown once and never stored.
/// </summary>
public static class ApiKeySecret
{
    /// <summary>Characters of the public prefix.</summary>
    public const int PrefixLength = 8;

    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>Characters of the shortest and the longest key: operators may choose the first key themselves.</summary>
    public const int Shortest = 32, Longest = 256;

    private const string Opening = "sk_";
    private const int SecretBytes = 32;
    private const string PrefixAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Creates a key: its text and its public prefix.</summary>
    public static (string Text, string Prefix) Mint()
    {
        var prefix = RandomNumberGenerator.GetString(PrefixAlphabet, PrefixLength);
        return ($"{Opening}{prefix}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}", prefix);
    }

    /// <summary>The public prefix of the presented text; empty if it has none.</summary>
    public static ReadOnlySpan<char> PrefixOf(ReadOnlySpan<char> text) =>
        text.StartsWith(Opening, StringComparison.Ordinal)
        && text.Length > Opening.Length + PrefixLength
        && text[Opening.Length + PrefixLength] == '_'
            ? text.Slice(Opening.Length, PrefixLength)
            : [];

    /// <summary>Whether a text can be a key: 32–256 characters, no control character, not all blank.</summary>
    public static bool IsPlausible(ReadOnlySpan<char> text)
    {
        if (text.Length is < Shortest or > Longest)
            return false;
        var isBlank = true;
        foreach (var character in text)
        {
            if (char.IsControl(character))
                return false;
            isBlank &= char.IsWhiteSpace(character);
        }

        return !isBlank;
    }

    /// <summary>SHA-256 of the text's UTF-8.</summary>
    /// <exception cref="ArgumentException">The text is empty or blank.</exception>
    public static byte[] Hash(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return SHA256.HashData(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Hashes without allocating, for a text of at most <see cref="Longest"/> characters.</summary>
    public static void Hash(ReadOnlySpan<char> text, Span<byte> hash)
    {
        Span<byte> utf8 = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Longest)];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(text, utf8)], hash);
    }
}
