using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;

namespace Sentinel.Api.Contracts;

/// <summary>An API key. The key itself is shown once, when it is created.</summary>
public record KeyAnswer
{
    public required Guid Id { get; init; }

    /// <summary>The 8 characters after <c>sk_</c>, to recognise the key by; null for a bootstrap key.</summary>
    public string? Prefix { get; init; }

    public required string Name { get; init; }

    /// <summary>INGEST, SERVER, ADMIN, OPERATOR, ANALYST, METRICS, in this order.</summary>
    public required Scopes[] Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the key expires; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the key was revoked; null if it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Up to a minute late; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    internal static KeyAnswer Of(ApiKey key) => new()
    {
        Id = key.Id,
        Prefix = key.Prefix.Length > 0 ? key.Prefix : null,
        Name = key.Name,
        Scopes = ListOf(key.Scopes),
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
        RevokedAt = key.RevokedAt,
        LastUsedAt = key.LastUsedAt,
    };

    internal static Scopes[] ListOf(Scopes held) =>
        [.. Enum.GetValues<Scopes>().Where(scope => scope != Application.Access.Scopes.None && held.HasFlag(scope))];
}

/// <summary>A key that was just created.</summary>
public sealed record NewKeyAnswer : KeyAnswer
{
    /// <summary>The key itself, <c>sk_&lt;prefix&gt;_&lt;secret&gt;</c>. Store it now: it is not shown again.</summary>
    public required string Key { get; init; }

    /// <summary>The key that this one replaces, with its new end; null if it replaces none.</summary>
    public KeyAnswer? Replaces { get; init; }

    internal static NewKeyAnswer Of(NewKey made) => new()
    {
        Key = made.Text,
        Id = made.Key.Id,
        Prefix = made.Key.Prefix,
        Name = made.Key.Name,
        Scopes = ListOf(made.Key.Scopes),
        CreatedAt = made.Key.CreatedAt,
        ExpiresAt = made.Key.ExpiresAt,
        Replaces = made.Replaced is { } old ? Of(old) : null,
    };
}

/// <summary>The keys of a tenant, including ended ones, oldest first.</summary>
/// <param name="Items">The keys.</param>
public sealed record KeysAnswer(KeyAnswer[] Items);
