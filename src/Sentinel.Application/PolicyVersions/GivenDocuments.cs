using System.Globalization;
using System.Text.Json;
using Sentinel.Application.Audit;
using Sentinel.Application.Policies;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.PolicyVersions;

/// <summary>Reads what a caller gives as a policy, with what this installation asks for beside the rules of every policy.</summary>
internal sealed class GivenDocuments(AuditSettings audit)
{
    private const string Field = "document";

    /// <summary>The policy, or a fault with each member that is wrong.</summary>
    public Outcome<Policy> Read(TenantId tenant, JsonElement document)
    {
        var policy = PolicyDocument.Read(document, Field, out var faults);
        if (!audit.Allows(tenant, policy.AuditRetentionDays))
            faults = [.. faults, new($"{Field}.{PolicyDocument.NameOf(nameof(policy.AuditRetentionDays))}", Kept(tenant))];
        return faults.Count > 0 ? Fault.Invalid([.. faults.Take(Fault.MaxViolations)]) : policy;
    }

    private string Kept(TenantId tenant) => audit.FewestDays(tenant) is > 0 and var days
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"must be 0, or at least {days}: this installation keeps the audit so long (Audit:MinRetentionDays)")
        : "must be 0: this installation keeps the audit for ever (Audit:MinRetentionDays)";
}
