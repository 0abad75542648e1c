using System.Security.Cryptography;
using Sentinel.Application.Audit.Digests;
using Sentinel.Infrastructure.ColdStorage;

namespace Sentinel.Api.Hosting;

/// <summary>The key that signs the audit's digests: the one that was given, else the one in a file of the data folder that only this user can read.</summary>
internal static class DigestKeyFile
{
    public const string FileName = "audit-digest-key";

    /// <summary>Makes the file where there is none.</summary>
    public static DigestKey Ensure(AuditOptions options, DataDirectory directory)
    {
        if (Existing(options, directory) is { } key) return key;
        var bytes = RandomNumberGenerator.GetBytes(DigestKey.MinLength);
        FileStreamOptions create = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(Path.Combine(directory.FullPath, FileName), create);
        writer.WriteLine(Convert.ToBase64String(bytes));
        return DigestKey.Of(bytes, options.FormerDigestKeys);
    }

    /// <summary>The key that is there already; <see cref="DigestKey.Off"/> where digests are off, null where there is none yet.</summary>
    public static DigestKey? Existing(AuditOptions options, DataDirectory directory)
    {
        if (!options.Digests) return DigestKey.Off;
        if (options.DigestKey is { } given) return DigestKey.Of(given, options.FormerDigestKeys);
        var path = Path.Combine(directory.FullPath, FileName);
        return File.Exists(path) ? DigestKey.Of(Convert.FromBase64String(File.ReadAllText(path).Trim()), options.FormerDigestKeys) : null;
    }
}
