using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Ports;

/// <summary>Policies by their version.</summary>
public interface IPolicySource
{
    /// <summary>Null if the tenant has no such version.</summary>
    Task<Policy?> Find(TenantId tenant, int version, CancellationToken cancel);
}
