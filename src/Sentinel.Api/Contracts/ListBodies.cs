using System.Text.Json.Serialization;
using Sentinel.Application.Lists.Records;

namespace Sentinel.Api.Contracts;

/// <summary>Makes an entry of the tenant's lists. All conditions that are given must hold, and at least one must be given.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ListEntryBody
{
    /// <summary>
    /// DENY: whoever matches is answered BLOCK. ALLOW: whoever matches is neither challenged nor blocked by behaviour. SNOOZE: whoever
    /// matches is not challenged; with <c>reason</c>, that reason's evidence counts nothing instead.
    /// </summary>
    public ListEffect? Effect { get; init; }

    /// <summary>A condition: the user.</summary>
    public string? UserId { get; init; }

    /// <summary>A condition: the device, as the site names it when it opens a session; 1–128 characters. Only a hash is kept.</summary>
    public string? Device { get; init; }

    /// <summary>
    /// A condition: a network in CIDR notation, or one address, IPv4 or IPv6, that the call comes from. An address that is IPv4 mapped to
    /// IPv6 is an IPv4 address.
    /// </summary>
    public string? Cidr { get; init; }

    /// <summary>
    /// A condition: the country that the call comes from, ISO 3166-1 alpha-2. Needs <c>GeoIp:Database</c>.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>
    /// The code of a detector's reason. With SNOOZE, its evidence counts nothing. With DENY, a call is answered BLOCK when this reason
    /// speaks against the user in it. Not with ALLOW.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>When the entry ends: in the future and within 366 days.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Why, for colleagues; 1–500 characters. Write no secrets: it is stored as it is.</summary>
    public string? Note { get; init; }
}
