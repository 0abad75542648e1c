using System.Runtime.CompilerServices;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.Errors;
using Sentinel.Api.Hosting;
using Sentinel.Api.Json;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Access;
using Sentinel.Application.Results;
using Sentinel.Application.Stats;
using Sentinel.Domain.Detection;

namespace Sentinel.Api.Controllers;

/// <summary>Counts over time, from roll-ups: a month is as quick to read as an hour.</summary>
[ApiController]
[Route("api/v1/stats")]
[Authorize(Credentials.AnalystPolicy)]
public sealed class StatsController(
    IMediator mediator, IHostApplicationLifetime lifetime, TimeProvider time) : SentinelController
{
    private static readonly Fault TooManyStreams = new(
        FaultKind.TooMany, "too_many_streams",
        $"The key has {LiveStreams.MostOfAKey} streams on this node. Close one, or ask without Accept: text/event-stream.");

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
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(429, "too_many_streams")]
    public async Task<IActionResult> ReadLive()
    {
        var streams = HttpContext.RequestServices.GetRequiredService<LiveStreams>();
        var caller = HttpContext.Caller();
        if (!EventStream<LiveAnswer>.IsAskedFor(Request)) return Ok(await Now(streams, caller, HttpContext.RequestAborted));
        return streams.TryOpen(caller)
            ? new EventStream<LiveAnswer>(Events(streams, caller, HttpContext.RequestAborted), HotJson.Live)
            : Problems.Of(TooManyStreams);
    }

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

    private async IAsyncEnumerable<LiveAnswer> Events(
        LiveStreams streams, Caller caller, [EnumeratorCancellation] CancellationToken gone)
    {
        try
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(gone, lifetime.ApplicationStopping);
            using PeriodicTimer timer = new(BetweenEvents, time);
            for (var sent = 0; sent < MostEvents && await streams.MayGoOn(caller); sent++)
            {
                yield return await Now(streams, caller, ends.Token);
                if (!await timer.WaitForNextTickAsync(ends.Token)) yield break;
            }
        }
        finally
        {
            streams.Close(caller);
        }
    }

    private async Task<LiveAnswer> Now(LiveStreams streams, Caller caller, CancellationToken cancel) =>
        LiveAnswer.Of(await mediator.Send(new ReadLive(caller), cancel), await streams.Health(cancel));
}
