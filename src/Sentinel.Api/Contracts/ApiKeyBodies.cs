using System.Text.Json.Serialization;
using Sentinel.Api.Json;
using Sentinel.Application.Access;

namespace Sentinel.Api.Contracts;

/// <summary>Creates an API key of the caller's tenant.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CreateKeyBody
{
    /// <summary>A name for people, 1–64 characters.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// One or more of INGEST (batches), SERVER (a back end's calls), ADMIN (management of a tenant) and OPERATOR (the installation's
    /// metrics and jobs). The caller must have each; SERVER includes INGEST.
    /// </summary>
    public Scopes[]? Scopes { get; init; }

    /// <summary>When the key expires; if left out, never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Replaces a key with a successor.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RotateKeyBody
{
    /// <summary>
    /// How long the old key stays valid: an ISO 8601 duration such as <c>PT90S</c>, or a number of minutes; from zero to 30 days. The
    /// default is 24 hours.
    /// </summary>
    [JsonConverter(typeof(OverlapConverter))]
    public TimeSpan? Overlap { get; init; }
}
