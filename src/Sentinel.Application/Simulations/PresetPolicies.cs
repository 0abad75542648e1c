using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Simulations;

/// <summary>The presets, which every tenant has.</summary>
internal sealed class PresetPolicies : IPolicySource
{
    private static readonly Policy[] All = [Policy.Default, Policy.ZeroTrust, Policy.LowFriction];

    public Task<Policy?> Find(TenantId tenant, int version, CancellationToken cancel) =>
        Task.FromResult(All.FirstOrDefault(policy => policy.Version == version));
}
