using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Evaluations;

namespace Sentinel.Api.Controllers;

/// <summary>Decisions about single actions, and the challenges that they ask for.</summary>
[ApiController]
[Route("api/v1/sessions/{sessionId}")]
[Authorize(Credentials.ServerPolicy)]
public sealed class EvaluationsController(IMediator mediator) : SentinelController
{
    /// <summary>Decides one action by its sensitivity. Never moves trust.</summary>
    /// <remarks>
    /// With an <c>Idempotency-Key</c> the answer is kept for 24 h. The same request gets it again, also concurrently and on other nodes,
    /// and is audited once; another body under the key gets 422. Degraded answers are not kept. If the session is too busy to be written, a
    /// BLOCK is answered from what was read, audited and not kept; anything else is 503 <c>contended</c>. A session at BLOCK is always
    /// answered BLOCK, also degraded or above the rate limit.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="body">What the user is about to do.</param>
    /// <param name="key">1–128 visible ASCII characters, such as a UUID; valid within the session.</param>
    [HttpPost("evaluations")]
    [ProducesResponseType<DecisionAnswer>(200)]
    [
        Fails(400, "malformed_request"),
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(404, "session_expired"),
        Fails(409, "session_ended")
    ]
    [
        Fails(413, "body_too_large"),
        Fails(415, "unsupported_media_type"),
        Fails(422, "invalid_request"),
        Fails(422, "idempotency_key_reused"),
        Fails(429, "too_many_batches"),
        Fails(429, "too_many_idempotency_keys"),
        Fails(503, "contended")
    ]
    public async Task<IActionResult> Evaluate(
        string sessionId,
        EvaluationBody body,
        [FromHeader(Name = EvaluateActionValidator.Header)] string? key = null
    ) =>
        Session(sessionId, out var session) is { } unknown
            ? unknown
            : Answer(
                await mediator.Send(
                    new EvaluateAction(HttpContext.Caller(), session, body.Action, body.Sensitivity, ContextBody.Read(body.Context), key)
                ),
                Decided
            );

    /// <summary>Reports a challenge's outcome. A pass lifts a block; a failure is a strike. Idempotent.</summary>
    [HttpPost("challenges")]
    [ProducesResponseType<DecisionAnswer>(200)]
    [
        Fails(400, "malformed_request"),
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(404, "session_expired"),
        Fails(404, "challenge_unknown")
    ]
    [Fails(409, "session_ended"), Fails(409, "challenge_reported"), Fails(413, "body_too_large"), Fails(415, "unsupported_media_type")]
    [Fails(422, "invalid_request"), Fails(503, "hot_state_unavailable")]
    public async Task<IActionResult> Report(string sessionId, ChallengeBody body) =>
        Session(sessionId, out var session) is { } unknown
            ? unknown
            : Answer(
                await mediator.Send(new ReportChallenge(HttpContext.Caller(), session, body.ChallengeId, body.Outcome, body.Method)),
                Decided);
}
