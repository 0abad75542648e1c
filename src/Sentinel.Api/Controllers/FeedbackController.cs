using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Audit;

namespace Sentinel.Api.Controllers;

/// <summary>What decisions and sessions turned out to be.</summary>
[ApiController]
[Route("api/v1/feedback")]
[Authorize(Credentials.ServerPolicy)]
public sealed class FeedbackController(IMediator mediator) : SentinelController
{
    /// <summary>
    /// Labels a decision, or a session as a whole, as LEGITIMATE or FRAUD. Another label for the same replaces it. It moves no trust and
    /// teaches nothing: it is kept beside the audit, for investigations (the session's timeline shows it) and for measuring how good
    /// decisions are.
    /// </summary>
    [HttpPost]
    [ProducesResponseType(204)]
    [
        Fails(400, "malformed_request"),
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(404, "decision_unknown"),
        Fails(413, "body_too_large")
    ]
    [Fails(415, "unsupported_media_type"), Fails(422, "invalid_request"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> GiveFeedback(FeedbackBody body) =>
        Answer(await mediator.Send(new GiveFeedback(HttpContext.Caller(), body.DecisionId, body.SessionId, body.Label)), _ => NoContent());
}
