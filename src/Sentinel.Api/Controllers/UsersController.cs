using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.Errors;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Bans;
using Sentinel.Application.Profiles;
using Sentinel.Application.Users;

namespace Sentinel.Api.Controllers;

/// <summary>What is known of users.</summary>
[ApiController]
[Route("api/v1/users/{userId}")]
[Authorize(Credentials.AdminPolicy)]
public sealed class UsersController(IMediator mediator) : SentinelController
{
    /// <summary>
    /// What is known of a user: carry-over, strikes, devices, and what was learnt: versions of the baseline and training samples, no
    /// content of either.
    /// </summary>
    [HttpGet("profile")]
    [ProducesResponseType<ProfileAnswer>(200)]
    [
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(404, "user_unknown"),
        Fails(503, "hot_state_unavailable"),
        Fails(503, "cold_storage_unavailable")
    ]
    public async Task<IActionResult> GetProfile(string userId) =>
        Answer(await mediator.Send(new GetProfile(HttpContext.Caller(), userId)), profile => Ok(ProfileAnswer.Of(userId, profile)));

    /// <summary>
    /// All that is kept of the user, as JSON: hot state, live sessions, baselines and training samples with their content, labels, and
    /// every audit row, newest first.
    /// </summary>
    [HttpGet("export")]
    [ProducesResponseType<UserExportAnswer>(200)]
    [
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(404, "user_unknown"),
        Fails(503, "hot_state_unavailable"),
        Fails(503, "cold_storage_unavailable")
    ]
    public async Task<IActionResult> ExportUser(string userId) =>
        Answer(await mediator.Send(new ExportUser(HttpContext.Caller(), userId)), export => new UserExportResult(userId, export));

    /// <summary>
    /// Erases the user everywhere: sessions, strikes, ban, devices and baseline; training samples, those in quarantine too, and versions;
    /// labels; and the payload of audit rows, whose hashes stay. What is still on its way is dropped as it arrives. A ban ends with it; a
    /// user who comes back is a new one. 200 when it is done; with more than 1,000 sessions, or after 2 s, it goes on as a job: 202, and
    /// the receipt fills up at <c>Location</c>. Sent again while it runs, the answer is the same receipt.
    /// </summary>
    [HttpDelete]
    [ProducesResponseType<ErasureAnswer>(200)]
    [ProducesResponseType<ErasureAnswer>(202)]
    [
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(404, "user_unknown"),
        Fails(503, "hot_state_unavailable"),
        Fails(503, "cold_storage_unavailable")
    ]
    public async Task<IActionResult> EraseUser(string userId) =>
        Answer(await mediator.Send(new EraseUser(HttpContext.Caller(), userId)), erasure => erasure.FinishedAt is null
            ? Accepted($"/api/v1/erasures/{erasure.Id}", ErasureAnswer.Of(erasure))
            : Ok(ErasureAnswer.Of(erasure)));

    /// <summary>
    /// Goes back to an earlier version of the baseline: every node scores with it from its next commit on. Later versions are marked
    /// ROLLED_BACK, and the training samples that came after it are dropped.
    /// </summary>
    [HttpPost("profile/rollback")]
    [ProducesResponseType<LearntAnswer>(200)]
    [
        Fails(400, "malformed_request"),
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(404, "user_unknown"),
        Fails(409, "no_such_version")
    ]
    [
        Fails(413, "body_too_large"),
        Fails(415, "unsupported_media_type"),
        Fails(422, "invalid_request"),
        Fails(503, "hot_state_unavailable"),
        Fails(503, "cold_storage_unavailable")
    ]
    public async Task<IActionResult> RollBack(string userId, RollBackBody body) =>
        Answer(
            await mediator.Send(new RollBackBaseline(HttpContext.Caller(), userId, body.Version)),
            profile => Ok(LearntAnswer.Of(profile))
        );

    /// <summary>
    /// Lifts what blocks the user, on one device or on all: blocks, failed challenges, and that devices without a passed challenge are
    /// blocked after too many of them. Live sessions that are blocked decide anew at their next call. Bans stay.
    /// </summary>
    /// <param name="userId">Whose blocks.</param>
    /// <param name="deviceId">Only this device, as the site names it; all devices where it is left out.</param>
    [HttpDelete("blocks")]
    [ProducesResponseType(204)]
    [
        Fails(400, "malformed_request"),
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(404, "not_blocked"),
        Fails(422, "invalid_request"),
        Fails(503, "hot_state_unavailable")
    ]
    public async Task<IActionResult> LiftBlocks(string userId, string? deviceId)
    {
        // A parameter that is spelt wrongly would lift every block, and MVC takes an empty one for none.
        if (Request.Query.Keys.FirstOrDefault(name => !name.Equals(nameof(deviceId), StringComparison.OrdinalIgnoreCase)) is { } unknown)
            return UnreadableBody.Of(unknown, "is no parameter of this call");
        var device = Request.Query.ContainsKey(nameof(deviceId)) ? deviceId ?? "" : null;
        return Answer(await mediator.Send(new LiftBlocks(HttpContext.Caller(), userId, device)), _ => NoContent());
    }

    /// <summary>
    /// Forgets what was learnt of the user: training samples and baselines, also what is still on its way. Strikes, bans and the audit
    /// stay.
    /// </summary>
    [HttpDelete("profile")]
    [ProducesResponseType(204)]
    [
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(404, "user_unknown"),
        Fails(503, "hot_state_unavailable"),
        Fails(503, "cold_storage_unavailable")
    ]
    public async Task<IActionResult> ForgetProfile(string userId) =>
        Answer(await mediator.Send(new ForgetProfile(HttpContext.Caller(), userId)), _ => NoContent());
}
