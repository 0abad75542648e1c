using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>What a credential may do.</summary>
[Flags]
public enum Scopes
{
    None = 0,

    /// <summary>Batches of one session.</summary>
    Ingest = 1,

    /// <summary>A tenant's back end: sessions, batches, evaluations, challenges.</summary>
    Server = 2,

    /// <summary>A tenant's audit, users and keys; the pages, to read.</summary>
    Admin = 4,

    /// <summary>What belongs to the installation and to no tenant: its metrics, and changes to its jobs.</summary>
    Operator = 8,
}

/// <summary>What one credential may hand on to another.</summary>
public static class ScopeRules
{
    /// <summary>Whether a holder may make a key with these: nobody gives what they do not have. SERVER includes INGEST.</summary>
    public static bool Cover(this Scopes held, Scopes given) => (given & ~(held.HasFlag(Scopes.Server) ? held | Scopes.Ingest
        : held)) == Scopes.None;
}

/// <summary>A stored API key; the secret itself is nowhere. All times are UTC, in whole milliseconds.</summary>
/// <param name="Id">Public id.</param>
/// <param name="Tenant">Whose key it is.</param>
/// <param name="Hash">SHA-256 of the key's UTF-8, 32 bytes.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ApiKey(Guid Id, TenantId Tenant, ReadOnlyMemory<byte> Hash, Scopes Scopes, DateTimeOffset CreatedAt)
{
    /// <summary>The public part that a key is looked up and recognised by, 8 characters; empty for a key that the operator chose.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>For people, 1–64 characters; empty for a key from before there were names.</summary>
    public string Name { get; init; } = "";

    /// <summary>From when on it opens nothing; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked, for good; null while it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it last opened something, at most a minute behind; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Whether it opens anything at this moment.</summary>
    public bool IsUsable(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}

/// <summary>What to answer, and the keys to write: new ones, and ends of those that are there.</summary>
public readonly record struct ApiKeyChange<T>(T Answer, params IReadOnlyList<ApiKey> Written);

/// <summary>The API keys in cold storage.</summary>
public interface IApiKeys
{
    /// <summary>Every tenant's keys, ended ones too, oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> All(CancellationToken cancel);

    /// <summary>One tenant's keys, ended ones too, oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> Of(TenantId tenant, CancellationToken cancel);

    /// <summary>Stores the key unless one with the same hash is there.</summary>
    Task Add(ApiKey key, CancellationToken cancel);

    /// <summary>
    /// Decides over the tenant's keys and writes what was decided, with no other change of them in between, on any node. Of a key that is
    /// there only <see cref="ApiKey.Scopes"/>, <see cref="ApiKey.ExpiresAt"/> and <see cref="ApiKey.RevokedAt"/> are written.
    /// </summary>
    Task<ApiKeyChange<T>> Change<T>(TenantId tenant, Func<IReadOnlyList<ApiKey>, ApiKeyChange<T>> decide, CancellationToken cancel);

    /// <summary>Notes when a key was last used, unless what is stored is less than <paramref name="step"/> older.</summary>
    Task Used(Guid key, DateTimeOffset at, TimeSpan step, CancellationToken cancel);
}
