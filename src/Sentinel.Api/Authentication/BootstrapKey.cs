using System.Security.Cryptography;
using Sentinel.Api.Hosting;
using Sentinel.Application.Keys;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage;

namespace Sentinel.Api.Authentication;

/// <summary>
/// The first key, of an administrator who is also the operator: the one from <c>SENTINEL_BOOTSTRAP_KEY</c>, else one that is made at the
/// first start and left in a file that only this user can read. Cold storage keeps its hash; no log ever shows it.
/// </summary>
internal sealed partial class BootstrapKey(IApiKeys keys, SentinelOptions options, DataDirectory directory, TimeProvider time, ILogger<BootstrapKey> logger)
{
    public const string FileName = "bootstrap-key";

    private const string Remedy = "put the admin key back, one line of 32 to 256 characters; or delete the file where the key is kept elsewhere; "
        + "SENTINEL_BOOTSTRAP_KEY sets another";

    private const Scopes Everything = Scopes.Server | Scopes.Admin | Scopes.Operator;

    /// <summary>What earlier versions stored for an empty file.</summary>
    private static readonly byte[] HashOfNothing = SHA256.HashData([]);

    /// <exception cref="InvalidOperationException">The file holds no key; the message names it and the remedy.</exception>
    public async Task Ensure(CancellationToken cancel)
    {
        var path = Path.Combine(directory.FullPath, FileName);
        var stored = await keys.All(cancel);
        if (stored.Any(IsOfNothing))
            await RevokeThoseOfNothing(cancel);
        await MakeOperators(stored, cancel);
        if (options.BootstrapKey is { } given)
        {
            LogGiven();
            await Store(given, cancel);
            return;
        }

        var key = SecretFile.Read(path, text => KeySecret.IsPlausible(text), Remedy);
        if (key is null && !stored.All(IsOfNothing))
        {
            LogElsewhere(FileName);
            return;
        }

        if (key is null)
            SecretFile.Write(path, key = "sk_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        LogPath(path);
        await Store(key, cancel);
    }

    private Task Store(string key, CancellationToken cancel)
    {
        var hash = KeySecret.Hash(key);
        ApiKey first = new(Guid.CreateVersion7(), TenantId.Default, hash, Everything, time.GetUtcNow()) { Name = "bootstrap" };
        return keys.Add(first, cancel);
    }

    private async Task RevokeThoseOfNothing(CancellationToken cancel)
    {
        var change = await keys.Change<int>(TenantId.Default, all => new(0, [.. all.Where(IsOfNothing).Where(key => key.RevokedAt is null)
            .Select(key => key with { RevokedAt = time.GetUtcNow() })]), cancel);
        foreach (var key in change.Written)
            LogRevoked(key.Id);
    }

    /// <summary>First keys from before there were operators. They alone have no prefix: those that a call makes have one.</summary>
    private async Task MakeOperators(IReadOnlyList<ApiKey> stored, CancellationToken cancel)
    {
        foreach (var key in stored.Where(key => key is { Prefix: "", RevokedAt: null } && key.Tenant == TenantId.Default
            && !IsOfNothing(key)))
        {
            if (key.Scopes.HasFlag(Scopes.Admin) && !key.Scopes.HasFlag(Scopes.Operator))
                await keys.SetScopes(key.Id, key.Scopes | Scopes.Operator, cancel);
        }
    }

    private static bool IsOfNothing(ApiKey key) => key.Hash.Span.SequenceEqual(HashOfNothing);

    [LoggerMessage(Level = LogLevel.Information, Message = "The admin key is in {Path}")]
    private partial void LogPath(string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "The admin key is the one that SENTINEL_BOOTSTRAP_KEY sets")]
    private partial void LogGiven();

    [LoggerMessage(Level = LogLevel.Information,
        Message = "There is an admin key already, and this node did not make it: it is in the file {File} in the SENTINEL_DATA of the node that did; "
            + "SENTINEL_BOOTSTRAP_KEY sets another")]
    private partial void LogElsewhere(string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Key {Key} was made from an empty bootstrap-key file and is revoked")]
    private partial void LogRevoked(Guid key);
}
