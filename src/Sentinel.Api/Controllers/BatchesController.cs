using System.Net;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.Errors;
using Sentinel.Api.Hosting;
using Sentinel.Api.Json;
using Sentinel.Api.OpenApi;
using Sentinel.Api.Settings;
using Sentinel.Application.Access;
using Sentinel.Application.Batches;
using Sentinel.Application.Results;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Api.Controllers;

/// <summary>Batches of behaviour.</summary>
[ApiController]
[Route("api/v1/sessions/{sessionId}/batches")]
[Authorize(Credentials.IngestPolicy)]
[EnableCors(Transport.Sites)]
[BatchesOfASession]
public sealed class BatchesController(IMediator mediator, SentinelOptions options) : SentinelController
{
    /// <summary>Scores one batch. Send about one a second. The same sequence with the same content may be sent again at any time.</summary>
    /// <remarks>
    /// A server key gets the whole decision. An ingest token or key gets <c>{sequence, accepted}</c> and, if <c>Ingest:DiscloseDecision</c>
    /// is on, the decision. A degraded answer has <c>accepted: false</c>: send the batch again. The batches of a session are scored one
    /// after another; 503 <c>contended</c> means that too many wait.
    /// </remarks>
    [HttpPost]
    [Reads(typeof(BatchInput))]
    [ProducesResponseType<DecisionAnswer>(200)]
    [
        Fails(400, "malformed_request"),
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(403, "foreign_session"),
        Fails(404, "session_expired")
    ]
    [Fails(409, "session_ended"), Fails(409, "already_scored"), Fails(409, "sequence_reused"), Fails(409, "stream_closed")]
    [Fails(413, "body_too_large"), Fails(415, "unsupported_media_type"), Fails(422, "invalid_request"), Fails(422, "other_user")]
    [Fails(429, "too_many_batches"), Fails(429, "too_many_sessions"), Fails(503, "contended")]
    public async Task<IActionResult> Score(string sessionId)
    {
        if (Session(sessionId, out var session) is { } unknown)
            return unknown;
        if (!Request.HasJsonContentType())
            return new StatusCodeResult(StatusCodes.Status415UnsupportedMediaType);
        BatchInput? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync(Request.BodyReader, HotJson.Batch, HttpContext.RequestAborted);
        }
        catch (JsonException fault)
        {
            return UnreadableBody.Of(fault);
        }

        if (body is null)
            return UnreadableBody.Empty();
        var caller = HttpContext.Caller();
        return Answer(
            await mediator.Send(new ScoreBatch(caller, session, body, OriginOf(caller), AddressOf(caller))),
            caller.Scopes.HasFlag(Scopes.Server) ? Decided : Received
        );
    }

    /// <summary>The browser itself sends a token. A key belongs to a back end, so its origin is not the user's.</summary>
    private ClientOrigin OriginOf(Caller caller) =>
        caller.Grant is null ? ClientOrigin.Unknown : ClientOrigin.Of(AddressOf(caller), Request.Headers.UserAgent);

    private IPAddress? AddressOf(Caller caller) => caller.Grant is null ? null : HttpContext.Connection.RemoteIpAddress;

    /// <summary>The answer for a browser.</summary>
    private JsonAnswer<IngestAnswer> Received(DecisionResult result)
    {
        RequestIds.Note(result);
        return new(new(result.Sequence, !result.Degraded, options.DiscloseDecision ? result.Decision : null), HotJson.Receipt);
    }
}
