using System.Text.Json.Serialization;
using Sentinel.Api.Json;
using Sentinel.Application.Access;

namespace Sentinel.Api.Contracts;

/// <summary>Makes an API key of the caller's own tenant.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CreateKeyBody
{
    /// <summary>For people: 1–64 characters.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// One or more of INGEST (batches), SERVER (a back end's calls), ADMIN (a tenant's management) and OPERATOR (the installation's metrics
    /// and jobs); the caller must have each, and with SERVER has INGEST.
    /// </summary>
    public Scopes[]? Scopes { get; init; }

    /// <summary>From when on it opens nothing; left out, it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Replaces a key by a successor.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RotateKeyBody
{
    /// <summary>
    /// How long the old key goes on: an ISO 8601 duration such as <c>PT90S</c>, or a number of minutes; from zero to 30 days. Left out, 24
    /// hours.
    /// </summary>
    [JsonConverter(typeof(OverlapConverter))]
    public TimeSpan? Overlap { get; init; }
}
