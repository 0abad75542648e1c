using System.Security.Cryptography;
using Sentinel.Api.Settings;
using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.ColdStorage.Database;

namespace Sentinel.Api.Authentication;

/// <summary>
/// The first API key, of an administrator and operator, from <c>SENTINEL_BOOTSTRAP_KEY</c> or from a file. If no admin key is left, the
/// start creates one in that file, which only this user can read. Cold storage has only its hash. No log shows it.
/// </summary>
internal sealed partial class BootstrapKey(
    IApiKeys keys, AdministrativeAudit audit, SentinelOptions options, DataDirectory directory, TimeProvider time,
    ILogger<BootstrapKey> logger)
{
    public const string FileName = "bootstrap-key";

    private const string Remedy =
        "put the admin key back, one line of 32 to 256 characters; or delete the file where the key is kept elsewhere; "
        + "SENTINEL_BOOTSTRAP_KEY sets another";

    private const Scopes Everything = Scopes.Server | Scopes.Admin | Scopes.Operator;

    /// <exception cref="InvalidOperationException">The file holds no key; the message names the file and the remedy.</exception>
    public async Task Ensure(CancellationToken cancel)
    {
        var path = Path.Combine(directory.FullPath, FileName);
        var given = options.BootstrapKey ?? SecretFile.Read(path, text => ApiKeySecret.IsPlausible(text), Remedy);
        // If nodes start together, one creates the key and the others find it.
        var change = await keys.Change<Guid?>(TenantId.Default, stored => Decide(stored, path, isGiven: given is not null), cancel);
        await audit.Write(
            TenantId.Default,
            [.. change.Written.Select(key => audit.Record(TenantId.Default, AuditKind.KeyMade, key.Id.ToString(), by: null))]
        );
        if (given is not null)
            await keys.Add(First(given), cancel);
        if (options.BootstrapKey is not null)
            LogGiven();
        else if (given is not null || change.Answer is not null)
            LogPath(path);
        else
            LogElsewhere(FileName);
    }

    /// <summary>The key that the start makes if no admin key is usable, and its id.</summary>
    private ApiKeyChange<Guid?> Decide(IReadOnlyList<ApiKey> stored, string path, bool isGiven)
    {
        if (isGiven || stored.Any(key => key.IsUsable(Now()) && key.Scopes.HasFlag(Scopes.Admin)))
            return new(null, []);
        var text = "sk_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        SecretFile.Write(path, text);
        var first = First(text);
        return new(first.Id, [first]);
    }

    private ApiKey First(string text) =>
        new(Guid.CreateVersion7(), TenantId.Default, ApiKeySecret.Hash(text), Everything, Now()) { Name = "bootstrap" };

    private DateTimeOffset Now() => StoredTime.Of(time.GetUtcNow());

    [LoggerMessage(Level = LogLevel.Information, Message = "The admin key is in {Path}")]
    private partial void LogPath(string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "The admin key is the one that SENTINEL_BOOTSTRAP_KEY sets")]
    private partial void LogGiven();

    [LoggerMessage(Level = LogLevel.Information,
        Message = "There is an admin key already, and this node did not make it: it is in the file {File} in the SENTINEL_DATA of the node "
            + "that did; "
            + "SENTINEL_BOOTSTRAP_KEY sets another")]
    private partial void LogElsewhere(string file);
}
