using Sentinel.Application.Policies.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>The versions of all tenants' policies in cold storage. Calls throw the provider's exception when it is unavailable.</summary>
public interface IPolicies
{
    /// <summary>All tenants' live and shadow versions. One that cannot be read does not hide the others.</summary>
    Task<StoredPolicies> InForce(CancellationToken cancel);

    /// <summary>A tenant's versions, the newest first: at most <paramref name="limit"/> with a number below <paramref
    /// name="before"/>.</summary>
    Task<IReadOnlyList<PolicyVersion>> List(TenantId tenant, int before, int limit, CancellationToken cancel);

    /// <summary>One version; null for none.</summary>
    Task<PolicyVersion?> Find(TenantId tenant, int number, CancellationToken cancel);

    /// <summary>
    /// Decides on all of a tenant's versions, the oldest first, and writes those that the decision returns, atomically across all nodes.
    /// </summary>
    Task<PolicyChange<T>> Change<T>(
        TenantId tenant, Func<IReadOnlyList<PolicyVersion>, PolicyChange<T>> decide, CancellationToken cancel);
}
