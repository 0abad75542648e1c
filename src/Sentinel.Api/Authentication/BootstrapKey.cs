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

    /// <summary>The hash that earlier versions stored for an empty file.</summary>
    private static readonly byte[] HashOfNothing = SHA256.HashData([]);

    /// <exception cref="InvalidOperationException">The file holds no key; the message names the file and the remedy.</exception>
    public async Task Ensure(CancellationToken cancel)
    {
        var path = Path.Combine(directory.FullPath, FileName);
        var given = options.BootstrapKey ?? SecretFile.Read(path, text => ApiKeySecret.IsPlausible(text), Remedy);
        // If nodes start together, one creates the key and the others find it.
        var change = await keys.Change<Guid?>(TenantId.Default, stored => Decide(stored, path, isGiven: given is not null), cancel);
        await Note(change);
        if (given is not null)
            await keys.Add(First(given), cancel);
        if (options.BootstrapKey is not null)
            LogGiven();
        else if (given is not null || change.Answer is not null)
            LogPath(path);
        else
            LogElsewhere(FileName);
    }

    /// <summary>The keys that the start changes, and the id of the key that it creates if no admin key is left.</summary>
    private ApiKeyChange<Guid?> Decide(IReadOnlyList<ApiKey> stored, string path, bool isGiven)
    {
        var now = Now();
        List<ApiKey> written =
            [.. stored.Where(key => IsOfNothing(key) && key.RevokedAt is null).Select(key => key with { RevokedAt = now })];
        var others = stored.Where(key => !IsOfNothing(key)).ToList();
        // First keys of versions without the OPERATOR scope get it. Only first keys have no prefix.
        written.AddRange(others.Where(key => key is { Prefix: "", RevokedAt: null } && (key.Scopes & Credentials.Pages) == Scopes.Admin)
            .Select(key => key with { Scopes = key.Scopes | Scopes.Operator }));
        if (isGiven || others.Exists(key => key.IsUsable(now) && key.Scopes.HasFlag(Scopes.Admin)))
            return new(null, written);
        var text = "sk_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        SecretFile.Write(path, text);
        var first = First(text);
        return new(first.Id, [.. written, first]);
    }

    private ApiKey First(string text) =>
        new(Guid.CreateVersion7(), TenantId.Default, ApiKeySecret.Hash(text), Everything, Now()) { Name = "bootstrap" };

    private Task Note(ApiKeyChange<Guid?> change)
    {
        List<AuditRecord> records = [];
        foreach (var key in change.Written)
        {
            var kind = key.Id == change.Answer ? AuditKind.KeyMade : key.RevokedAt is null ? AuditKind.KeyReplaced : AuditKind.KeyRevoked;
            if (kind == AuditKind.KeyRevoked)
                LogRevoked(key.Id);
            else if (kind == AuditKind.KeyReplaced)
                LogRaised(key.Id);
            records.Add(audit.Record(TenantId.Default, kind, key.Id.ToString(), by: null) with
            {
                Action = kind == AuditKind.KeyReplaced ? "operator" : "",
            });
        }

        return audit.Write(TenantId.Default, records);
    }

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    private static bool IsOfNothing(ApiKey key) => key.Hash.Span.SequenceEqual(HashOfNothing);

    [LoggerMessage(Level = LogLevel.Information, Message = "The admin key is in {Path}")]
    private partial void LogPath(string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "The admin key is the one that SENTINEL_BOOTSTRAP_KEY sets")]
    private partial void LogGiven();

    [LoggerMessage(Level = LogLevel.Information,
        Message = "There is an admin key already, and this node did not make it: it is in the file {File} in the SENTINEL_DATA of the node "
            + "that did; "
            + "SENTINEL_BOOTSTRAP_KEY sets another")]
    private partial void LogElsewhere(string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Key {Key} was made from an empty bootstrap-key file and is revoked")]
    private partial void LogRevoked(Guid key);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Key {Key} is an operator's from now on: it is a first key from before there were operators")]
    private partial void LogRaised(Guid key);
}
