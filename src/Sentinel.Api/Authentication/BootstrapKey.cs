using System.Security.Cryptography;
using Sentinel.Api.Hosting;
using Sentinel.Application.Keys;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage;

namespace Sentinel.Api.Authentication;

/// <summary>
/// The first admin key: the one from <c>SENTINEL_BOOTSTRAP_KEY</c>, else one that is made at the first start and left in a file that only
/// this user can read. Cold storage keeps its hash; no log ever shows it.
/// </summary>
internal sealed partial class BootstrapKey(IApiKeys keys, SentinelOptions options, DataDirectory directory, TimeProvider time, ILogger<BootstrapKey> logger)
{
    public const string FileName = "bootstrap-key";

    public async Task Ensure(CancellationToken cancel)
    {
        var path = Path.Combine(directory.FullPath, FileName);
        var key = options.BootstrapKey;
        if (key is null && File.Exists(path))
            key = (await File.ReadAllTextAsync(path, cancel)).Trim();
        if (key is null)
        {
            if ((await keys.All(cancel)).Count > 0)
                return;
            key = "sk_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            await Write(path, key, cancel);
        }

        if (options.BootstrapKey is null)
            LogPath(path);
        ApiKey first = new(Guid.CreateVersion7(), TenantId.Default, KeySecret.Hash(key), Scopes.Admin | Scopes.Server, time.GetUtcNow()) { Name = "bootstrap" };
        await keys.Add(first, cancel);
    }

    private static async Task Write(string path, string key, CancellationToken cancel)
    {
        FileStreamOptions create = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(path, create);
        await writer.WriteLineAsync(key.AsMemory(), cancel);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The admin key is in {Path}")]
    private partial void LogPath(string path);
}
