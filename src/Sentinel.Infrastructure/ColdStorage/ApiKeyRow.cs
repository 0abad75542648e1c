using Sentinel.Application.Ports;

namespace Sentinel.Infrastructure.ColdStorage;

/// <summary>A row of the table api_keys.</summary>
public sealed class ApiKeyRow
{
    public Guid Id { get; init; }

    public required string Tenant { get; init; }

    /// <summary>SHA-256 of the key's UTF-8, 32 bytes, unique.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The flags as a number: a set has no single wire word.</summary>
    public Scopes Scopes { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
