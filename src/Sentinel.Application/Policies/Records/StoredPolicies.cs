namespace Sentinel.Application.Policies.Records;

/// <summary>The versions in force of all tenants, as cold storage has them.</summary>
/// <param name="Versions">Those that can be read.</param>
/// <param name="Unreadable">Those that cannot: the row is damaged.</param>
public sealed record StoredPolicies(IReadOnlyList<PolicyVersion> Versions, IReadOnlyList<UnreadablePolicy> Unreadable);

/// <summary>A version in force whose row cannot be read.</summary>
/// <param name="Tenant">The tenant's name, as stored.</param>
/// <param name="Number">Its number.</param>
/// <param name="State">Live or in shadow.</param>
public sealed record UnreadablePolicy(string Tenant, int Number, PolicyState State);
