using Sentinel.Application.Policies.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Policies;

/// <summary>
/// All versions of a tenant's policy: the presets, of which one is live if no version of the tenant is, and those that are stored.
/// </summary>
public sealed class PolicyCatalog(IPolicies store, PoliciesInForce inForce)
{
    /// <summary>Null if the tenant has no such version.</summary>
    public async Task<PolicyVersion?> Find(TenantId tenant, int number, CancellationToken cancel) =>
        Presets(tenant).FirstOrDefault(preset => preset.Number == number) ?? await store.Find(tenant, number, cancel);

    /// <summary>The newest first: at most <paramref name="limit"/> with a number below <paramref name="before"/>.</summary>
    public async Task<IReadOnlyList<PolicyVersion>> List(TenantId tenant, int before, int limit, CancellationToken cancel)
    {
        var stored = await store.List(tenant, before, limit, cancel);
        return [.. stored.Concat(Presets(tenant).Where(preset => preset.Number < before).Reverse()).Take(limit)];
    }

    private IEnumerable<PolicyVersion> Presets(TenantId tenant)
    {
        var live = inForce.Of(tenant).Version;
        return PolicyPreset.All.Select(policy => new PolicyVersion
        {
            Tenant = tenant,
            Number = policy.Version,
            State = live == policy.Version ? PolicyState.Live : PolicyState.Retired,
            Policy = policy,
            Note = "A preset of every installation.",
            BasedOn = policy.Version,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ChangedAt = DateTimeOffset.UnixEpoch,
        });
    }
}
