using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>What a credential may do.</summary>
[Flags]
public enum Scopes
{
    None = 0,

    /// <summary>Batches of one session.</summary>
    Ingest = 1,

    /// <summary>A tenant's back end: sessions, batches, evaluations, challenges.</summary>
    Server = 2,

    /// <summary>Audit, dashboards, management.</summary>
    Admin = 4,
}

/// <summary>A stored API key; the secret itself is nowhere.</summary>
/// <param name="Id">Public id.</param>
/// <param name="Tenant">Whose key it is.</param>
/// <param name="Hash">SHA-256 of the key's UTF-8, 32 bytes.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record ApiKey(Guid Id, TenantId Tenant, ReadOnlyMemory<byte> Hash, Scopes Scopes, DateTimeOffset CreatedAt);

/// <summary>The API keys in cold storage.</summary>
public interface IApiKeys
{
    Task<IReadOnlyList<ApiKey>> All(CancellationToken cancel);

    /// <summary>Stores the key unless one with the same hash is there.</summary>
    Task Add(ApiKey key, CancellationToken cancel);
}
