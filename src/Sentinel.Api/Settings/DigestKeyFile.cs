using System.Security.Cryptography;
using Sentinel.Application.Audit.Digests;
using Sentinel.Application.Ports;
using Sentinel.Infrastructure.ColdStorage.Database;
using Sentinel.Infrastructure.Settings;

namespace Sentinel.Api.Settings;

/// <summary>
/// The key that signs the audit's digests: the one that was given, else the one in a file of the data folder that only this user can read.
/// </summary>
internal static class DigestKeyFile
{
    public const string FileName = "audit-digest-key";

    private const string Remedy =
        "put back one line of 32 or more bytes in base64, the key that signed the audit's days until now; or set Audit:DigestKey to "
        + "another, under which days signed before are FORGED";

    /// <summary>Refuses to make a key where another one has signed: each day until now would be FORGED.</summary>
    /// <exception cref="WrongSettingException">The file is missing or empty, and days are signed.</exception>
    public static async Task RefuseLoss(AuditOptions options, DataDirectory directory, IAuditDigests digests)
    {
        if (Existing(options, directory) is null && (await digests.Tenants(CancellationToken.None)).Count > 0)
            throw new WrongSettingException(
                $"The file {Path.Combine(directory.FullPath, FileName)}", $"is missing, and days are signed: {Remedy}");
    }

    /// <summary>Makes the file where there is none, or an empty one.</summary>
    public static DigestKey Ensure(AuditOptions options, DataDirectory directory)
    {
        if (Existing(options, directory) is { } key) return key;
        var bytes = RandomNumberGenerator.GetBytes(DigestKey.MinLength);
        SecretFile.Write(Path.Combine(directory.FullPath, FileName), Convert.ToBase64String(bytes));
        return DigestKey.Of(bytes, options.FormerDigestKeys);
    }

    /// <summary>The key that is there already; <see cref="DigestKey.Off"/> where digests are off, null where there is none yet.</summary>
    /// <exception cref="InvalidOperationException">The file holds no key; the message names it and the remedy.</exception>
    public static DigestKey? Existing(AuditOptions options, DataDirectory directory)
    {
        if (!options.Digests)
            return DigestKey.Off;
        if (options.DigestKey is { } given)
            return DigestKey.Of(given, options.FormerDigestKeys);
        var line = SecretFile.Read(
            Path.Combine(directory.FullPath, FileName),
            text => Bytes(text) is { Length: >= DigestKey.MinLength },
            Remedy
        );
        return line is null ? null : DigestKey.Of(Bytes(line)!, options.FormerDigestKeys);
    }

    private static byte[]? Bytes(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
