using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Access;

/// <summary>A stored API key, without its secret. All times are UTC, in whole milliseconds.</summary>
/// <param name="Id">Public id.</param>
/// <param name="Tenant">The tenant that owns the key.</param>
/// <param name="Hash">SHA-256 of the key's UTF-8, 32 bytes.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record ApiKey(Guid Id, TenantId Tenant, ReadOnlyMemory<byte> Hash, Scopes Scopes, DateTimeOffset CreatedAt)
{
    /// <summary>
    /// The public part, 8 characters, by which a key is looked up and recognised; empty for a key that the operator chose.
    /// </summary>
    public string Prefix { get; init; } = "";

    /// <summary>A name for people, 1–64 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>When it expires; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null if it was not. Revocation is final.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was last used, up to a minute behind; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Whether the key is neither revoked nor expired.</summary>
    public bool IsUsable(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}

/// <summary>The answer, and the keys to write: new keys, and stored keys with a new end.</summary>
public readonly record struct ApiKeyChange<T>(T Answer, params IReadOnlyList<ApiKey> Written);
