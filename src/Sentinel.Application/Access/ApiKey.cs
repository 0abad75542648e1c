using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Access;

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
