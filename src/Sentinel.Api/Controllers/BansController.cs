using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Bans;

namespace Sentinel.Api.Controllers;

/// <summary>Bans of users, on every device.</summary>
[ApiController]
[Route("api/v1/bans")]
[Authorize(Credentials.AnalystPolicy)]
public sealed class BansController(IMediator mediator) : SentinelController
{
    /// <summary>
    /// Bans a user: BLOCK from the next decision on any node, until the ban expires or is lifted. Replaces an existing ban.
    /// </summary>
    [HttpPost]
    [Authorize(Credentials.AdminPolicy)]
    [ProducesResponseType<BanAnswer>(201)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(413, "body_too_large")]
    [Fails(415, "unsupported_media_type"), Fails(422, "invalid_request"), Fails(503, "hot_state_unavailable")]
    public async Task<IActionResult> Ban(BanBody body) => Answer(
        await mediator.Send(new BanUser(HttpContext.Caller(), body.UserId, body.ExpiresAt, body.Permanent)),
        ban => Created($"/api/v1/bans/{Uri.EscapeDataString(body.UserId!)}", BanAnswer.Of(body.UserId!, ban)));

    /// <summary>The current ban of the user.</summary>
    [HttpGet("{userId}")]
    [ProducesResponseType<BanAnswer>(200)]
    [
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(404, "not_banned"),
        Fails(503, "hot_state_unavailable"),
        Fails(503, "cold_storage_unavailable")
    ]
    public async Task<IActionResult> GetBan(string userId) =>
        Answer(await mediator.Send(new GetBan(HttpContext.Caller(), userId)), ban => Ok(BanAnswer.Of(userId, ban)));

    /// <summary>Lifts the ban. Strikes and latched blocks stay; <c>DELETE /users/{userId}/blocks</c> lifts those.</summary>
    [HttpDelete("{userId}")]
    [Authorize(Credentials.AdminPolicy)]
    [ProducesResponseType(204)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "not_banned"), Fails(503, "hot_state_unavailable")]
    public async Task<IActionResult> Lift(string userId) =>
        Answer(await mediator.Send(new LiftBan(HttpContext.Caller(), userId)), _ => NoContent());
}
