using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Bans;

namespace Sentinel.Api.Controllers;

/// <summary>Sign-outs everywhere.</summary>
[ApiController]
[Route("api/v1/users/{userId}/sessions")]
[Authorize(Credentials.ServerOrAdminPolicy)]
public sealed class RevocationsController(IMediator mediator) : SentinelController
{
    /// <summary>
    /// Revokes all of the user's sessions: after a new password, a sign-out everywhere, or a take-over. Every node answers later calls of
    /// these sessions with 409 <c>session_ended</c>. A new session starts without carried trust, and passed challenges prove nobody's
    /// identity any more. Strikes, bans and what speaks against the user stay. The call needs no known user.
    /// </summary>
    [HttpDelete]
    [ProducesResponseType(204)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(422, "invalid_request"), Fails(503, "hot_state_unavailable")]
    public async Task<IActionResult> Revoke(string userId) =>
        Answer(await mediator.Send(new RevokeSessions(HttpContext.Caller(), userId)), _ => NoContent());
}
