using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.Errors;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Results;
using Sentinel.Application.Stats;
using Sentinel.Domain.Detection;

namespace Sentinel.Api.Controllers;

/// <summary>Counts over time, from roll-ups: a month is as quick to read as an hour.</summary>
[ApiController]
[Route("api/v1/stats")]
[Authorize(Credentials.AnalystPolicy)]
public sealed class StatsController(IMediator mediator) : SentinelController
{
    private static readonly Fault UnknownReason = new(
        FaultKind.NotFound, "reason_unknown", "There is no such reason. GET /api/v1/reasons lists all.");

    /// <summary>Decisions over time, with the shares of CHALLENGE and BLOCK that are usual, and how long batches take.</summary>
    /// <param name="from">Inclusive, ISO 8601; an hour before <c>to</c> if left out, at most 31 days before it.</param>
    /// <param name="to">Exclusive, ISO 8601; now if left out.</param>
    [HttpGet]
    [ProducesResponseType<StatsAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ReadStats(DateTimeOffset? from, DateTimeOffset? to) => Answer(
        await mediator.Send(new ReadStats(HttpContext.Caller()) { From = from, To = to }), stats => Ok(StatsAnswer.Of(stats)));

    /// <summary>What each reason did in a time: how often it was named, spoke for or against users, and turned decisions.</summary>
    /// <param name="from">Inclusive, ISO 8601; an hour before <c>to</c> if left out, at most 31 days before it.</param>
    /// <param name="to">Exclusive, ISO 8601; now if left out.</param>
    [HttpGet("reasons")]
    [ProducesResponseType<ReasonStatsAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ReadReasonStats(DateTimeOffset? from, DateTimeOffset? to) => Answer(
        await mediator.Send(new ReadReasonStats(HttpContext.Caller()) { From = from, To = to }),
        stats => Ok(ReasonStatsAnswer.Of(stats)));

    /// <summary>One reason over time.</summary>
    /// <param name="code">A reason, such as <c>pattern.metronomic_cadence</c>.</param>
    /// <param name="from">Inclusive, ISO 8601; an hour before <c>to</c> if left out, at most 31 days before it.</param>
    /// <param name="to">Exclusive, ISO 8601; now if left out.</param>
    [HttpGet("reasons/{code}")]
    [ProducesResponseType<ReasonTimeAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "reason_unknown")]
    [Fails(422, "invalid_request"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ReadReasonOverTime(string code, DateTimeOffset? from, DateTimeOffset? to) =>
        DetectorCatalog.Reason(code) is { } reason
            ? Answer(
                await mediator.Send(new ReadReasonStats(HttpContext.Caller()) { From = from, To = to }),
                stats => Ok(ReasonTimeAnswer.Of(reason, stats)))
            : Problems.Of(UnknownReason);
}
