using Sentinel.Application.Policies.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Unit.Tests;

/// <summary>The versions in force, in memory.</summary>
internal sealed class FakePolicies : IPolicies
{
    public StoredPolicies Stored { get; set; } = new([], []);

    public Task<StoredPolicies> InForce(CancellationToken cancel) => Task.FromResult(Stored);

    public Task<PolicyVersion?> Find(TenantId tenant, int number, CancellationToken cancel) =>
        Task.FromResult(Stored.Versions.FirstOrDefault(version => version.Tenant == tenant && version.Number == number));

    public Task<IReadOnlyList<PolicyVersion>> List(TenantId tenant, int before, int limit, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<PolicyChange<T>> Change<T>(
        TenantId tenant, Func<IReadOnlyList<PolicyVersion>, PolicyChange<T>> decide, CancellationToken cancel) =>
        throw new NotSupportedException();
}
