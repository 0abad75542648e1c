using System.Collections.Frozen;
using System.Security.Cryptography;
using Sentinel.Application.Access;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.ApiKeys;

/// <summary>The status of a presented key.</summary>
public enum ApiKeyStatus
{
    /// <summary>No such key.</summary>
    Unknown,

    /// <summary>The key gives access according to its scopes.</summary>
    Usable,

    Expired,

    Revoked,

    /// <summary>Cold storage is unavailable, and the node's snapshot is too old to decide.</summary>
    Undecided,
}

/// <summary>The result of looking up a presented key.</summary>
/// <param name="Status">The key's status.</param>
/// <param name="Caller">Who calls; null unless the key is usable.</param>
/// <param name="Tenant">The tenant that owns the key; empty if the key is unknown.</param>
public readonly record struct ApiKeyFinding(ApiKeyStatus Status, Caller? Caller = null, TenantId Tenant = default);

/// <summary>
/// All keys in cold storage at one moment. An ended key stays ended, however old the snapshot is; a usable key may have ended since.
/// </summary>
internal sealed class ApiKeySnapshot
{
    public static readonly ApiKeySnapshot Empty = new([], _ => new());

    private readonly FrozenDictionary<string, Entry[]> byPrefix;
    private readonly FrozenDictionary<string, Entry[]>.AlternateLookup<ReadOnlySpan<char>> prefixes;
    private readonly FrozenDictionary<Guid, Entry> byId;

    public ApiKeySnapshot(IEnumerable<ApiKey> keys, Func<Guid, ApiKeyUse> use)
    {
        byId = keys.ToFrozenDictionary(key => key.Id, key => new Entry(key, new(key.Tenant, key.Scopes) { Key = key.Id }, use(key.Id)));
        byPrefix = byId
            .Values.GroupBy(entry => entry.Key.Prefix)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        prefixes = byPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IEnumerable<ApiKey> Keys => byId.Values.Select(entry => entry.Key);

    /// <summary>Uses that are not yet in cold storage, by key.</summary>
    public IEnumerable<(Guid Key, DateTimeOffset At)> UsesToWrite =>
        byId.Values.Where(entry => entry.Use.IsDue(entry.Key.LastUsedAt)).Select(entry => (entry.Key.Id, entry.Use.LastAt));

    /// <param name="prefix">The presented key's public prefix; empty for none.</param>
    /// <param name="hash">Its SHA-256.</param>
    /// <param name="now">The current time.</param>
    /// <param name="age">How old this snapshot is.</param>
    /// <param name="grace">How long known keys stay valid without a refresh.</param>
    public ApiKeyFinding Find(ReadOnlySpan<char> prefix, ReadOnlySpan<byte> hash, DateTimeOffset now, TimeSpan age, TimeSpan grace)
    {
        // A key that an operator chose is stored without a prefix, even if it has the form of one.
        var entry = In(prefix, hash) ?? (prefix.IsEmpty ? null : In([], hash));
        return Judge(entry, now, age, grace);
    }

    /// <summary>Finds a key by id, for a cookie that was made from the key.</summary>
    public ApiKeyFinding Find(Guid id, DateTimeOffset now, TimeSpan age, TimeSpan grace) =>
        Judge(byId.GetValueOrDefault(id), now, age, grace);

    private static ApiKeyFinding Judge(Entry? entry, DateTimeOffset now, TimeSpan age, TimeSpan grace)
    {
        if (entry is null)
            return new(ApiKeyStatus.Unknown);
        if (entry.Key.RevokedAt is not null)
            return new(ApiKeyStatus.Revoked, Tenant: entry.Key.Tenant);
        if (!entry.Key.IsUsable(now))
            return new(ApiKeyStatus.Expired, Tenant: entry.Key.Tenant);
        if (age > grace)
            return new(ApiKeyStatus.Undecided, Tenant: entry.Key.Tenant);
        entry.Use.Note(now);
        return new(ApiKeyStatus.Usable, entry.Caller, entry.Key.Tenant);
    }

    private Entry? In(ReadOnlySpan<char> prefix, ReadOnlySpan<byte> hash)
    {
        Entry? found = null;
        if (prefixes.TryGetValue(prefix, out var entries))
        {
            foreach (var entry in entries)
            {
                if (CryptographicOperations.FixedTimeEquals(entry.Key.Hash.Span, hash))
                    found = entry;
            }
        }

        return found;
    }

    private sealed record Entry(ApiKey Key, Caller Caller, ApiKeyUse Use);
}
