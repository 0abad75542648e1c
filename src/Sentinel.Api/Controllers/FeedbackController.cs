using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Audit;

namespace Sentinel.Api.Controllers;

/// <summary>Feedback about decisions and sessions.</summary>
[ApiController]
[Route("api/v1/feedback")]
[Authorize(Credentials.AnyKeyPolicy)]
public sealed class FeedbackController(IMediator mediator) : SentinelController
{
    /// <summary>
    /// Labels a decision, or a whole session, as LEGITIMATE or FRAUD. A new label replaces the old one. Labels move no trust and are not
    /// used for training. They are stored beside the audit, for investigations (the timeline of the session shows them) and for measuring
    /// the quality of decisions.
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
