using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Lists.Records;

/// <summary>What an entry of the tenant's lists does, from the strongest; see docs/lists.md.</summary>
public enum ListEffect : byte
{
    /// <summary>Whoever matches is answered BLOCK.</summary>
    Deny,

    /// <summary>Nobody who matches is challenged, or blocked by behaviour. Bans and failed challenges stand.</summary>
    Allow,

    /// <summary>Nobody who matches is challenged; with a reason, its evidence counts nothing.</summary>
    Snooze,
}

/// <summary>
/// An entry of a tenant's lists. Every condition that is given must hold, and at least one is given. Times are UTC, in whole milliseconds.
/// An entry never changes, but it can be ended.
/// </summary>
public sealed record ListEntry
{
    /// <summary>A UUID of version 7.</summary>
    public required Guid Id { get; init; }

    public required TenantId Tenant { get; init; }

    public required ListEffect Effect { get; init; }

    /// <summary>Null for any user.</summary>
    public UserId? User { get; init; }

    /// <summary>Null for any device, and for none.</summary>
    public DeviceId? Device { get; init; }

    /// <summary>Where the call comes from; null for anywhere.</summary>
    public Network? Network { get; init; }

    /// <summary>The country that the call comes from, ISO 3166-1 alpha-2; null for any.</summary>
    public string? Country { get; init; }

    /// <summary>
    /// The code of the detector's reason that is snoozed, or that denies; null for none. An entry whose reason this version does not know
    /// does nothing.
    /// </summary>
    public string? Reason { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Why, for colleagues; 1–500 characters.</summary>
    public required string Note { get; init; }

    /// <summary>The id of the API key or person that made it; empty for none.</summary>
    public string Actor { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When an administrator ended it before its time; null if nobody did.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether a condition is about where the call comes from.</summary>
    public bool IsOfNetworks => Network is not null || Country is not null;

    public bool IsLive(DateTimeOffset now) => EndedAt is null && now < ExpiresAt;
}
