using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Audit;

namespace Sentinel.Api.Controllers;

/// <summary>The history of a session from the audit, also after its end.</summary>
[ApiController]
[Route("api/v1/sessions")]
[Authorize(Credentials.AnyKeyPolicy)]
public sealed class TimelineController(IMediator mediator) : SentinelController
{
    /// <summary>
    /// The whole history of a session, oldest first: the evidence of each detector, trust, risk, phase, decision, and gaps in the chain of
    /// commits.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cursor">The previous page's <c>nextCursor</c>.</param>
    /// <param name="limit">1–200.</param>
    [HttpGet("{sessionId}/timeline")]
    [ProducesResponseType<HistoryAnswer>(200)]
    [
        Fails(400, "malformed_request"),
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(404, "session_unknown"),
        Fails(422, "invalid_request")
    ]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ReadTimeline(string sessionId, string? cursor, int limit = 100) => Answer(
        await mediator.Send(new ReadTimeline(HttpContext.Caller(), sessionId) { Cursor = cursor, Limit = limit }),
        page => Ok(HistoryAnswer.Of(sessionId, page)));
}
