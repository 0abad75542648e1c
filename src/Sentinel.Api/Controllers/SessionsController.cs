using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.Hosting;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Sessions;

namespace Sentinel.Api.Controllers;

/// <summary>Sessions of logged-in users.</summary>
[ApiController]
[Route("api/v1/sessions")]
[Authorize(Credentials.ServerPolicy)]
public sealed class SessionsController(IMediator mediator) : SentinelController
{
    /// <summary>Opens a session and returns the ingest token for the browser.</summary>
    [HttpPost]
    [ProducesResponseType<OpenedAnswer>(201)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(413, "body_too_large")]
    [Fails(415, "unsupported_media_type"), Fails(422, "invalid_request"), Fails(429, "too_many_sessions"), Fails(503, "contended")]
    public async Task<IActionResult> Open(OpenSessionBody body)
    {
        var outcome = await mediator.Send(
            new OpenSession(HttpContext.Caller(), body.UserId, body.DeviceId, ContextBody.Read(body.Context), body.DeclaredAgent)
        );
        return Answer(outcome, opened =>
        {
            RequestIds.Note(opened.DecisionResult);
            return Created($"/api/v1/sessions/{opened.DecisionResult.Session}", OpenedAnswer.Of(opened));
        });
    }

    /// <summary>The session's state, phase, trust timeline and last reasons.</summary>
    [HttpGet("{sessionId}")]
    [ProducesResponseType<SessionAnswer>(200)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "session_expired"), Fails(503, "hot_state_unavailable")]
    public async Task<IActionResult> Get(string sessionId) =>
        Session(sessionId, out var session) is { } fault
            ? fault
            : Answer(await mediator.Send(new GetSession(HttpContext.Caller(), session)), view => Ok(SessionAnswer.Of(view)));

    /// <summary>Ends the session for good: further batches get 409. Strikes stay with the user and device.</summary>
    /// <remarks>
    /// Also ends a session that was opened degraded in the last ten minutes and has no batch yet: its token can no longer create it.
    /// </remarks>
    [HttpDelete("{sessionId}")]
    [ProducesResponseType(204)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "session_expired"), Fails(503, "hot_state_unavailable")]
    public async Task<IActionResult> End(string sessionId) =>
        Session(sessionId, out var session) is { } fault
            ? fault
            : Answer(await mediator.Send(new EndSession(HttpContext.Caller(), session)), _ => NoContent());
}
