using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Policies;
using Sentinel.Application.Policies.Records;
using Sentinel.Application.PolicyVersions;

namespace Sentinel.Api.Controllers;

/// <summary>
/// The versions of the caller's policy: a draft is edited, put into shadow, and made live. Analysts read, administrators change. Nodes
/// follow a change within 5 s.
/// </summary>
[ApiController]
[Route("api/v1/policy")]
[Authorize(Credentials.AnalystPolicy)]
public sealed class PolicyVersionsController(IMediator mediator) : SentinelController
{
    /// <summary>The JSON schema of a policy's document.</summary>
    [HttpGet("schema")]
    [ProducesResponseType<object>(200)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden")]
    public IActionResult GetPolicySchema() => Ok(PolicySchema.Build());

    /// <summary>Lists the versions, the newest first; the three presets are the last.</summary>
    /// <param name="cursor">The previous page's <c>nextCursor</c>.</param>
    /// <param name="limit">1–100.</param>
    [HttpGet("versions")]
    [ProducesResponseType<PolicyVersionsAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ListPolicyVersions(int? cursor, int limit = 50) => Answer(
        await mediator.Send(new ListPolicyVersions(HttpContext.Caller(), cursor, limit)),
        page => Ok(new PolicyVersionsAnswer(
            [.. page.Items.Select(PolicyVersionAnswer.Of)], page.Next?.ToString(CultureInfo.InvariantCulture))));

    /// <summary>Reads a version. Its ETag is the If-Match of a change.</summary>
    [HttpGet("versions/{number}")]
    [ProducesResponseType<PolicyVersionAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "policy_version_unknown")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> GetPolicyVersion(int number) =>
        Answer(await mediator.Send(new GetPolicyVersion(HttpContext.Caller(), number)), Shown);

    /// <summary>Compares a version with another one, member by member.</summary>
    /// <param name="number">The version.</param>
    /// <param name="from">The other version; the one that it is based on if left out.</param>
    [HttpGet("versions/{number}/differences")]
    [ProducesResponseType<PolicyDifferencesAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "policy_version_unknown")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ComparePolicyVersions(int number, int? from)
    {
        var caller = HttpContext.Caller();
        var found = await mediator.Send(new GetPolicyVersion(caller, number));
        if (!found.Succeeded(out var version, out _))
            return Answer(found, Shown);
        return Answer(
            await mediator.Send(new GetPolicyVersion(caller, from ?? version.BasedOn)),
            other => Ok(PolicyDifferencesAnswer.Of(version, other)));
    }

    /// <summary>Creates a draft: a copy of a version, or a document from a file.</summary>
    [HttpPost("versions")]
    [Authorize(Credentials.AdminPolicy)]
    [ProducesResponseType<PolicyVersionAnswer>(201)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(403, "caller_unnamed")]
    [Fails(404, "policy_version_unknown"), Fails(409, "too_many_policy_versions"), Fails(413, "body_too_large")]
    [Fails(415, "unsupported_media_type"), Fails(422, "invalid_request"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> CreatePolicyVersion(CreatePolicyBody body) => Answer(
        await mediator.Send(new CreatePolicyVersion(HttpContext.Caller(), body.BasedOn, body.Document, body.Note)),
        version =>
        {
            Shown(version);
            return Created($"/api/v1/policy/versions/{version.Number}", PolicyVersionAnswer.Of(version));
        });

    /// <summary>Replaces a draft's content; its approvals end. With If-Match, two administrators do not overwrite each other.</summary>
    [HttpPut("versions/{number}")]
    [Authorize(Credentials.AdminPolicy)]
    [ProducesResponseType<PolicyVersionAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(403, "caller_unnamed")]
    [Fails(404, "policy_version_unknown"), Fails(409, "policy_is_preset"), Fails(409, "policy_not_draft"), Fails(412, "policy_changed")]
    [Fails(413, "body_too_large"), Fails(415, "unsupported_media_type"), Fails(422, "invalid_request"), Fails(428, "if_match_required")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> EditPolicyVersion(int number, EditPolicyBody body) => Answer(
        await mediator.Send(new EditPolicyVersion(HttpContext.Caller(), number, Revision(), body.Document, body.Note)), Shown);

    /// <summary>Agrees to a version as somebody who did not write it. If-Match says which content was read.</summary>
    [HttpPost("versions/{number}/approve")]
    [Authorize(Credentials.AdminPolicy)]
    [ProducesResponseType<PolicyVersionAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(403, "caller_unnamed")]
    [Fails(403, "own_policy"), Fails(404, "policy_version_unknown"), Fails(409, "policy_is_preset"), Fails(409, "policy_is_live")]
    [Fails(412, "policy_changed"), Fails(413, "body_too_large"), Fails(415, "unsupported_media_type"), Fails(422, "invalid_request")]
    [Fails(428, "if_match_required"), Fails(503, "cold_storage_unavailable")]
    public Task<IActionResult> ApprovePolicyVersion(int number, MovePolicyBody body) => Move(number, PolicyStep.Approve, body);

    /// <summary>
    /// Scores sessions by a version beside the live one, without effect: the audit's <c>wouldHave</c> says what it would have decided. The
    /// version that was in shadow before retires.
    /// </summary>
    [HttpPost("versions/{number}/shadow")]
    [Authorize(Credentials.AdminPolicy)]
    [ProducesResponseType<PolicyVersionAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(403, "caller_unnamed")]
    [Fails(404, "policy_version_unknown"), Fails(409, "policy_is_preset"), Fails(409, "policy_is_live"), Fails(412, "policy_changed")]
    [Fails(413, "body_too_large"), Fails(415, "unsupported_media_type"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public Task<IActionResult> ShadowPolicyVersion(int number, MovePolicyBody body) => Move(number, PolicyStep.Shadow, body);

    /// <summary>
    /// Decides by a version from now on. It needs as many approvals as <c>Policy:Approvals</c> says, and a simulation of its content,
    /// unless it was live before or the caller confirms what is unknown or strict.
    /// </summary>
    [HttpPost("versions/{number}/live")]
    [Authorize(Credentials.AdminPolicy)]
    [ProducesResponseType<PolicyVersionAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(403, "caller_unnamed")]
    [Fails(404, "policy_version_unknown"), Fails(409, "policy_is_preset"), Fails(409, "policy_is_live"), Fails(409, "approvals_missing")]
    [Fails(409, "policy_unsimulated"), Fails(409, "policy_blocks_many")]
    [Fails(412, "policy_changed"), Fails(413, "body_too_large"), Fails(415, "unsupported_media_type"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> PublishPolicyVersion(int number, PublishPolicyBody body) => Answer(
        await mediator.Send(new MovePolicyVersion(HttpContext.Caller(), number, PolicyStep.Live, Revision(), body.Note)
        {
            AcceptedBlockShare = body.AcceptBlockShare,
            AcceptsUnsimulated = body.AcceptUnsimulated == true,
        }),
        Shown);

    /// <summary>
    /// Goes back from the live version to the one that was live before it, without an approval; or ends a shadow. The version retires.
    /// </summary>
    [HttpPost("versions/{number}/rollback")]
    [Authorize(Credentials.AdminPolicy)]
    [ProducesResponseType<PolicyVersionAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(403, "caller_unnamed")]
    [Fails(404, "policy_version_unknown"), Fails(409, "policy_is_preset"), Fails(409, "policy_not_in_force"), Fails(412, "policy_changed")]
    [Fails(413, "body_too_large"), Fails(415, "unsupported_media_type"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public Task<IActionResult> RollBackPolicyVersion(int number, MovePolicyBody body) => Move(number, PolicyStep.Rollback, body);

    private async Task<IActionResult> Move(int number, PolicyStep step, MovePolicyBody body) =>
        Answer(await mediator.Send(new MovePolicyVersion(HttpContext.Caller(), number, step, Revision(), body.Note)), Shown);

    private OkObjectResult Shown(PolicyVersion version)
    {
        Response.Headers.ETag = $"\"{version.Revision.ToString(CultureInfo.InvariantCulture)}\"";
        return Ok(PolicyVersionAnswer.Of(version));
    }

    /// <summary>The revision in If-Match: null without one, and 0, which no version has, for an ETag of something else.</summary>
    private int? Revision()
    {
        if (Request.Headers.IfMatch.Count == 0 || Request.Headers.IfMatch == "*")
            return null;
        return EntityTagHeaderValue.TryParse(Request.Headers.IfMatch.ToString(), out var tag)
            && int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : 0;
    }
}
