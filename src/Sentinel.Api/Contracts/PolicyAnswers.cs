using System.Text.Json;
using System.Text.Json.Nodes;
using Sentinel.Application.Policies;
using Sentinel.Application.Policies.Records;

namespace Sentinel.Api.Contracts;

/// <summary>One page of the versions, the newest first.</summary>
/// <param name="Items">The versions.</param>
/// <param name="NextCursor">Pass as <c>cursor</c> for the next page; null on the last.</param>
public sealed record PolicyVersionsAnswer(PolicyVersionAnswer[] Items, string? NextCursor);

/// <summary>A version of the policy.</summary>
/// <param name="Number">The <c>policyVersion</c> of its decisions. 1 to 3 are the presets.</param>
/// <param name="State">DRAFT, SHADOW, LIVE or RETIRED.</param>
/// <param name="Document">The policy; <c>GET /policy/schema</c> describes it.</param>
/// <param name="Note">Why it exists.</param>
/// <param name="BasedOn">The version that it was copied from.</param>
/// <param name="Revision">Raised by each change; the number in the ETag.</param>
/// <param name="CreatedAt">Server time, UTC.</param>
/// <param name="ChangedAt">When it was changed last, or taken to another state.</param>
/// <param name="Authors">The ids of the API keys and people that wrote its content.</param>
/// <param name="Approvals">Who agrees to its present content.</param>
/// <param name="LiveAt">When it became live last; null if it never was.</param>
public sealed record PolicyVersionAnswer(
    int Number, PolicyState State, JsonObject Document, string Note, int BasedOn, int Revision, DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt, Guid[] Authors, PolicyApprovalAnswer[] Approvals, DateTimeOffset? LiveAt)
{
    internal static PolicyVersionAnswer Of(PolicyVersion version) => new(
        version.Number, version.State, PolicyDocument.Write(version.Policy), version.Note, version.BasedOn, version.Revision,
        version.CreatedAt, version.ChangedAt, [.. version.Authors],
        [.. version.Approvals.Select(approval => new PolicyApprovalAnswer(approval.By, approval.At))], version.LiveAt);
}

/// <param name="By">The id of the API key or the person.</param>
/// <param name="At">Server time, UTC.</param>
public sealed record PolicyApprovalAnswer(Guid By, DateTimeOffset At);

/// <summary>The members in which a version differs from another.</summary>
/// <param name="Number">The version.</param>
/// <param name="From">The version that it is compared with.</param>
/// <param name="Differences">In the document's order; empty if both are equal.</param>
public sealed record PolicyDifferencesAnswer(int Number, int From, PolicyDifferenceAnswer[] Differences)
{
    internal static PolicyDifferencesAnswer Of(PolicyVersion version, PolicyVersion from) => new(
        version.Number, from.Number,
        [
            .. PolicyDocument.Differences(from.Policy, version.Policy)
                .Select(one => new PolicyDifferenceAnswer(one.Path, one.Before?.DeepClone(), one.After?.DeepClone())),
        ]);
}

/// <param name="Path">The member, such as <c>mediumThreshold</c> or <c>weights.pattern.equal_steps</c>.</param>
/// <param name="Before">Its value in the other version; null for none.</param>
/// <param name="After">Its value in this version; null for none.</param>
public sealed record PolicyDifferenceAnswer(string Path, JsonNode? Before, JsonNode? After);

/// <param name="BasedOn">The version to copy; the live one if left out.</param>
/// <param name="Document">The content; that of the copied version if left out. Members that it leaves out have the default's value.</param>
/// <param name="Note">Why, 1–500 characters.</param>
public sealed record CreatePolicyBody(int? BasedOn, JsonElement? Document, string? Note);

/// <param name="Document">The whole content. Members that it leaves out have the default's value.</param>
/// <param name="Note">Why, 1–500 characters; replaces the version's note.</param>
public sealed record EditPolicyBody(JsonElement? Document, string? Note);

/// <param name="Note">Why, 1–500 characters; the audit keeps it.</param>
public sealed record MovePolicyBody(string? Note);

/// <param name="Note">Why, 1–500 characters; the audit keeps it.</param>
/// <param name="AcceptBlockShare">
/// The share of decisions that may be blocked, 0..1: needed if the last simulation of this content blocks more than
/// <c>Policy:MaxBlockShare</c>.
/// </param>
/// <param name="AcceptUnsimulated">Whether the version goes live although its content was not simulated.</param>
public sealed record PublishPolicyBody(string? Note, double? AcceptBlockShare, bool? AcceptUnsimulated);
