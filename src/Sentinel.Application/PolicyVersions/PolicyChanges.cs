using System.Globalization;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Policies.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.PolicyVersions;

/// <summary>How versions of policies become live.</summary>
/// <param name="Approvals"><c>Policy:Approvals</c>: how many administrators who did not write a version must agree.</param>
/// <param name="MostBlocked">
/// <c>Policy:MaxBlockShare</c>: the share of decisions that a version may block in a simulation without an explicit confirmation.
/// </param>
public sealed record PolicyControls(int Approvals, double MostBlocked)
{
    public static readonly PolicyControls Default = new(0, 0.05);
}

/// <summary>
/// The only way to change a tenant's policy: decide on all of its versions, write, update this node at once, and add a log line and an
/// audit record.
/// </summary>
public sealed partial class PolicyChanges(
    IPolicies store, PoliciesInForce inForce, AdministrativeAudit audit, TimeProvider time, ILogger<PolicyChanges> logger)
{
    /// <summary>Maximum number of versions of one tenant.</summary>
    public const int MaxVersions = 1000;

    /// <param name="caller">Whose tenant's policy changes.</param>
    /// <param name="step">What is done, in a word for the audit.</param>
    /// <param name="note">Why, for people.</param>
    /// <param name="decide">
    /// Decides on the tenant's versions, the oldest first, at a time in whole milliseconds. The version that it answers is the one that
    /// the audit names; nothing is written if it returns a fault.
    /// </param>
    /// <param name="cancel">Cancels the change.</param>
    internal async Task<Outcome<PolicyVersion>> Run(
        Caller caller, string step, string note,
        Func<IReadOnlyList<PolicyVersion>, DateTimeOffset, PolicyChange<Outcome<PolicyVersion>>> decide, CancellationToken cancel)
    {
        if (caller.Key is not { } actor)
            return PolicyFaults.Anonymous;
        var now = StoredTime.Of(time.GetUtcNow());
        var change = await store.Change(caller.Tenant, versions => decide(versions, now), cancel);
        if (!change.Answer.Succeeded(out var version, out var fault))
            return fault;
        // What happened is told in any case: a node that cannot refresh follows later.
        await inForce.Refresh(CancellationToken.None);
        LogChange(version.Number, caller.Tenant.Value, step, actor);
        var number = version.Number.ToString(CultureInfo.InvariantCulture);
        var record = audit.Record(caller.Tenant, AuditKind.Policy, number, actor) with { Action = step, Note = note };
        await audit.Write(caller.Tenant, [record]);
        return version;
    }

    /// <summary>Finds the version that a step is about.</summary>
    /// <param name="versions">The tenant's versions.</param>
    /// <param name="number">The version's number.</param>
    /// <param name="revision">The revision that the caller has read; null if it does not matter.</param>
    /// <param name="version">The version.</param>
    /// <param name="fault">Why there is none.</param>
    internal static bool Find(
        IReadOnlyList<PolicyVersion> versions, int number, int? revision, out PolicyVersion version, out Fault fault)
    {
        version = versions.FirstOrDefault(one => one.Number == number)!;
        fault = version is null
            ? number is >= 1 and < PolicyVersion.First ? PolicyFaults.Preset : PolicyFaults.Unknown
            : PolicyFaults.Changed(number);
        return version is not null && (revision is null || revision == version.Revision);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Version {Number} of the policy of tenant {Tenant}: {Step} by {Actor}")]
    private partial void LogChange(int number, string tenant, string step, Guid actor);
}
