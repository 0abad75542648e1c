using System.Globalization;
using Sentinel.Application.Results;

namespace Sentinel.Application.PolicyVersions;

internal static class PolicyFaults
{
    public static readonly Fault Unknown = new(
        FaultKind.NotFound, "policy_version_unknown", "No such version of the policy. GET /policy/versions lists them.");

    public static readonly Fault Preset = new(
        FaultKind.Conflict, "policy_is_preset",
        "This version is a preset, which every installation has. Create a version with basedOn set to its number, and go on with that.");

    public static readonly Fault NotDraft = new(
        FaultKind.Conflict, "policy_not_draft",
        "Only a draft can be edited: sessions were scored by this version. Create a version with basedOn set to its number.");

    public static readonly Fault IsLive = new(FaultKind.Conflict, "policy_is_live", "This version is live already.");

    public static readonly Fault NotInForce = new(
        FaultKind.Conflict, "policy_not_in_force", "Only the live version can be rolled back, and only the shadow ended.");

    public static readonly Fault OwnApproval = new(
        FaultKind.Forbidden, "own_policy", "Nobody can approve a version that they wrote, also in part. Another administrator can.");

    public static readonly Fault Anonymous = new(
        FaultKind.Forbidden, "caller_unnamed", "Changes of the policy need a caller with a name in the audit: an API key, or a person.");

    public static readonly Fault TooMany = new(
        FaultKind.Conflict, "too_many_policy_versions", $"A tenant can have {PolicyChanges.MaxVersions} versions. Edit a draft instead.");

    public static readonly Fault Unconditional = new(
        FaultKind.Unconditional, "if_match_required",
        "Somebody else may be editing the same draft. Send If-Match with the ETag of the version that you read.");

    public static readonly Fault Unsimulated = new(
        FaultKind.Conflict, "policy_unsimulated",
        "No simulation of this content is done, so nobody knows how many people it would block. Start one with POST "
            + "/policy/simulations, or send acceptUnsimulated: true.");

    public static Fault BlocksMany(double share, Guid simulation) => new(
        FaultKind.Conflict, "policy_blocks_many", string.Create(
            CultureInfo.InvariantCulture,
            $"In simulation {simulation}, this version blocks {share:P2} of the decisions, more than Policy:MaxBlockShare. "
                + $"If that is meant, send acceptBlockShare: {share}."));

    public static Fault Changed(int number) => new(
        FaultKind.Changed, "policy_changed",
        $"Version {number} was changed after you read it. Read it again, look at what is new, and send your change with the new ETag.");

    public static Fault LacksApprovals(int has, int needed) => new(
        FaultKind.Conflict, "approvals_missing",
        $"This version has {has} of {needed} approvals (Policy:Approvals). Administrators who did not write it can approve it.");
}
