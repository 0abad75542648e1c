using Sentinel.Application.Access;
using Sentinel.Application.ApiKeys;

namespace Sentinel.Api.Contracts;

/// <summary>What is known of an API key; the key itself is shown once, when it is made.</summary>
public record KeyAnswer
{
    public required Guid Id { get; init; }

    /// <summary>The 8 characters after <c>sk_</c>, to recognise the key by; null for one that the operator chose.</summary>
    public string? Prefix { get; init; }

    public required string Name { get; init; }

    /// <summary>INGEST, SERVER, ADMIN, OPERATOR, in this order.</summary>
    public required Scopes[] Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it opens nothing; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Null while it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>At most a minute behind; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    internal static KeyAnswer Of(ApiKey key) => new()
    {
        Id = key.Id,
        Prefix = key.Prefix.Length > 0 ? key.Prefix : null,
        Name = key.Name,
        Scopes = ScopesOf(key),
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
        RevokedAt = key.RevokedAt,
        LastUsedAt = key.LastUsedAt,
    };

    internal static Scopes[] ScopesOf(ApiKey key) =>
        [.. Enum.GetValues<Scopes>().Where(scope => scope != Application.Access.Scopes.None && key.Scopes.HasFlag(scope))];
}

/// <summary>A key that was just made.</summary>
public sealed record NewKeyAnswer : KeyAnswer
{
    /// <summary>The key itself, <c>sk_&lt;prefix&gt;_&lt;secret&gt;</c>. Keep it now: it is not to be had again.</summary>
    public required string Key { get; init; }

    /// <summary>The key that this one takes over from, with its end; null for a key that replaces none.</summary>
    public KeyAnswer? Replaces { get; init; }

    internal static NewKeyAnswer Of(NewKey made) => new()
    {
        Key = made.Text,
        Id = made.Key.Id,
        Prefix = made.Key.Prefix,
        Name = made.Key.Name,
        Scopes = ScopesOf(made.Key),
        CreatedAt = made.Key.CreatedAt,
        ExpiresAt = made.Key.ExpiresAt,
        Replaces = made.Replaced is { } old ? Of(old) : null,
    };
}

/// <summary>The keys of a tenant, ended ones too, oldest first.</summary>
/// <param name="Items">All of them.</param>
public sealed record KeysAnswer(KeyAnswer[] Items);
