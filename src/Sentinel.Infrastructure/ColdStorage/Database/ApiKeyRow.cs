using Sentinel.Application.Access;
using Sentinel.Domain.Sessions;

namespace Sentinel.Infrastructure.ColdStorage.Database;

/// <summary>A row of the table api_keys. <see cref="ApiKey"/> documents the members.</summary>
public sealed class ApiKeyRow
{
    public Guid Id { get; init; }

    public required string Tenant { get; init; }

    public string Prefix { get; init; } = "";

    /// <summary>SHA-256 of the key's UTF-8, 32 bytes, unique.</summary>
    public required byte[] Hash { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The flags as a number, because a set has no single wire word.</summary>
    public Scopes Scopes { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public static ApiKeyRow From(ApiKey key) => new()
    {
        Id = key.Id,
        Tenant = key.Tenant.Value,
        Prefix = key.Prefix,
        Hash = key.Hash.ToArray(),
        Name = key.Name,
        Scopes = key.Scopes,
        CreatedAt = key.CreatedAt.ToUniversalTime(),
        ExpiresAt = key.ExpiresAt?.ToUniversalTime(),
        RevokedAt = key.RevokedAt?.ToUniversalTime(),
        LastUsedAt = key.LastUsedAt?.ToUniversalTime(),
    };

    /// <exception cref="FormatException">The tenant's name is invalid.</exception>
    public ApiKey ToKey() => new(Id, TenantId.Parse(Tenant), Hash, Scopes, CreatedAt)
    {
        Prefix = Prefix,
        Name = Name,
        ExpiresAt = ExpiresAt,
        RevokedAt = RevokedAt,
        LastUsedAt = LastUsedAt,
    };
}
