using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Simulations;

/// <summary>The policies that decided a tenant's rows, and those that may be tried: the presets, and the tenant's versions.</summary>
public sealed class RecordedPolicies(IPolicies versions)
{
    /// <summary>Null if the tenant has no such version.</summary>
    public async Task<Policy?> Find(TenantId tenant, int version, CancellationToken cancel) =>
        PolicyPreset.All.FirstOrDefault(preset => preset.Version == version) ?? (await versions.Find(tenant, version, cancel))?.Policy;
}
