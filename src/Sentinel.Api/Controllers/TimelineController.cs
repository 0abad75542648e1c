using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Audit;

namespace Sentinel.Api.Controllers;

/// <summary>What happened in a session, from the audit: also after the session is over.</summary>
[ApiController]
[Route("api/v1/sessions")]
[Authorize(Credentials.AnyKeyPolicy)]
public sealed class TimelineController(IMediator mediator) : SentinelController
{
    /// <summary>
    /// A session's whole history, oldest first: what each detector said, trust, risk, phase and decision, and where the chain of commits
    /// has gaps.
    /// </summary>
    /// <param name="sessionId">Which session.</param>
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
