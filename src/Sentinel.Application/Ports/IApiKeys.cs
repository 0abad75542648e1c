using Sentinel.Application.Access;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>The API keys in cold storage.</summary>
public interface IApiKeys
{
    /// <summary>Every tenant's keys, ended ones too, oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> All(CancellationToken cancel);

    /// <summary>One tenant's keys, ended ones too, oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> Of(TenantId tenant, CancellationToken cancel);

    /// <summary>Stores the key unless one with the same hash is there.</summary>
    Task Add(ApiKey key, CancellationToken cancel);

    /// <summary>
    /// Decides over the tenant's keys and writes what was decided, with no other change of them in between, on any node. Of a key that is
    /// there only <see cref="ApiKey.Scopes"/>, <see cref="ApiKey.ExpiresAt"/> and <see cref="ApiKey.RevokedAt"/> are written.
    /// </summary>
    Task<ApiKeyChange<T>> Change<T>(TenantId tenant, Func<IReadOnlyList<ApiKey>, ApiKeyChange<T>> decide, CancellationToken cancel);

    /// <summary>Notes when a key was last used, unless what is stored is less than <paramref name="step"/> older.</summary>
    Task Used(Guid key, DateTimeOffset at, TimeSpan step, CancellationToken cancel);
}
