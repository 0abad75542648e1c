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

/// <summary>What is known about users.</summary>
[ApiController]
[Route("api/v1/users/{userId}")]
[Authorize(Credentials.AnalystPolicy)]
public sealed class UsersController(IMediator mediator) : SentinelController
{
    /// <summary>
    /// What is known about a user: carry-over, strikes, devices, versions of the baseline and numbers of training samples.
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
    /// What the baseline that scores the user's sessions now holds, beside people at large: times of typing and traits of the pointer, to
    /// be drawn. Never text, and no name of a field.
    /// </summary>
    [HttpGet("profile/baseline")]
    [ProducesResponseType<BaselineContentAnswer>(200)]
    [
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(404, "user_unknown"),
        Fails(503, "hot_state_unavailable"),
        Fails(503, "cold_storage_unavailable")
    ]
    public async Task<IActionResult> GetBaseline(string userId) => Answer(
        await mediator.Send(new GetProfile(HttpContext.Caller(), userId)), profile => Ok(BaselineContentAnswer.Of(profile.User.Baseline)));

    /// <summary>
    /// Everything that is stored about the user, as JSON: hot state, live sessions, baselines and training samples with their content,
    /// labels, and every audit row, newest first.
    /// </summary>
    [HttpGet("export")]
    [Authorize(Credentials.AdminPolicy)]
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
    /// Erases the user: sessions, strikes, ban, devices, baselines, training samples (also in quarantine), labels, and the payload of audit
    /// rows, whose hashes stay. Data that arrives later is dropped. A user who comes back is a new one, without a ban. The answer is 200
    /// when it is done. With more than 1,000 sessions, or after 2 s, a job continues: 202, and the receipt fills up at <c>Location</c>.
    /// While it runs, a repeated call gets the same receipt.
    /// </summary>
    [HttpDelete]
    [Authorize(Credentials.AdminPolicy)]
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
    /// Publishes an earlier version of the baseline. Every node scores with it from its next commit on. Later versions are marked
    /// ROLLED_BACK, and later training samples are dropped.
    /// </summary>
    [HttpPost("profile/rollback")]
    [Authorize(Credentials.AdminPolicy)]
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
    /// Lifts blocks, failed challenges, the strike overflow and carried bot log odds, on one device or on all. Blocked live sessions are
    /// decided anew at their next call. Bans stay.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="deviceId">The device, as the site names it; if left out, all devices.</param>
    [HttpDelete("blocks")]
    [Authorize(Credentials.AdminPolicy)]
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
        // A misspelt parameter would lift every block, and MVC reads an empty one as missing.
        if (Request.Query.Keys.FirstOrDefault(name => !name.Equals(nameof(deviceId), StringComparison.OrdinalIgnoreCase)) is { } unknown)
            return UnreadableBody.Of(unknown, "is no parameter of this call");
        var device = Request.Query.ContainsKey(nameof(deviceId)) ? deviceId ?? "" : null;
        return Answer(await mediator.Send(new LiftBlocks(HttpContext.Caller(), userId, device)), _ => NoContent());
    }

    /// <summary>
    /// Deletes what was learned about the user: training samples and baselines, including data that is not stored yet. Strikes, bans and
    /// the audit stay.
    /// </summary>
    [HttpDelete("profile")]
    [Authorize(Credentials.AdminPolicy)]
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
