using Sentinel.Application.Access;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>The API keys in cold storage.</summary>
public interface IApiKeys
{
    /// <summary>All tenants' keys, including ended ones, oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> All(CancellationToken cancel);

    /// <summary>One tenant's keys, including ended ones, oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> Of(TenantId tenant, CancellationToken cancel);

    /// <summary>Stores the key unless one with the same hash exists.</summary>
    Task Add(ApiKey key, CancellationToken cancel);

    /// <summary>
    /// Decides on the tenant's keys and writes the result, atomically across all nodes. Of an existing key, it writes only <see
    /// cref="ApiKey.Scopes"/>, <see cref="ApiKey.ExpiresAt"/> and <see cref="ApiKey.RevokedAt"/>.
    /// </summary>
    Task<ApiKeyChange<T>> Change<T>(TenantId tenant, Func<IReadOnlyList<ApiKey>, ApiKeyChange<T>> decide, CancellationToken cancel);

    /// <summary>Stores when a key was last used, unless the stored time is less than <paramref name="step"/> older.</summary>
    Task Used(Guid key, DateTimeOffset at, TimeSpan step, CancellationToken cancel);
}
