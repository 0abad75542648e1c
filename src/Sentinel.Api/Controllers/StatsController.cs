using System.Runtime.CompilerServices;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.Errors;
using Sentinel.Api.Json;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Results;
using Sentinel.Application.Stats;
using Sentinel.Domain.Detection;

namespace Sentinel.Api.Controllers;

/// <summary>Counts over time, from roll-ups: a month is as quick to read as an hour.</summary>
[ApiController]
[Route("api/v1/stats")]
[Authorize(Credentials.AnalystPolicy)]
public sealed class StatsController(
    IMediator mediator, HealthCheckService health, IHostApplicationLifetime lifetime, TimeProvider time) : SentinelController
{
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromSeconds(2);

    /// <summary>The length of a stream.</summary>
    private const int MostEvents = 300;

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

    /// <summary>What happens now: the last two minutes, the state of the node's parts, the outbox and the jobs.</summary>
    /// <remarks>
    /// With <c>Accept: text/event-stream</c>, an event with the same JSON comes every two seconds. A stream ends after ten minutes; a
    /// browser's <c>EventSource</c> then opens the next one by itself.
    /// </remarks>
    [HttpGet("live")]
    [ProducesResponseType<LiveAnswer>(200)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden")]
    public async Task<IActionResult> ReadLive() => EventStream<LiveAnswer>.IsAskedFor(Request)
        ? new EventStream<LiveAnswer>(Events(HttpContext.RequestAborted), HotJson.Live)
        : Ok(await Now(HttpContext.RequestAborted));

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

    private async IAsyncEnumerable<LiveAnswer> Events([EnumeratorCancellation] CancellationToken gone)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(gone, lifetime.ApplicationStopping);
        using PeriodicTimer timer = new(BetweenEvents, time);
        for (var sent = 0; sent < MostEvents; sent++)
        {
            yield return await Now(ends.Token);
            if (!await timer.WaitForNextTickAsync(ends.Token)) yield break;
        }
    }

    private async Task<LiveAnswer> Now(CancellationToken cancel) => LiveAnswer.Of(
        await mediator.Send(new ReadLive(HttpContext.Caller()), cancel), await health.CheckHealthAsync(cancel));
}
