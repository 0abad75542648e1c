using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Digests;

namespace Sentinel.Api.Controllers;

/// <summary>The signed days of the audit.</summary>
[ApiController]
[Route("api/v1/audit/digests")]
[Authorize(Credentials.AdminPolicy)]
public sealed class DigestsController(IMediator mediator) : SentinelController
{
    /// <summary>Lists the days of the tenant's audit that are signed, newest first.</summary>
    /// <param name="cursor">The previous page's <c>nextCursor</c>.</param>
    /// <param name="limit">1–200.</param>
    [HttpGet]
    [ProducesResponseType<DigestsAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ListDigests(string? cursor, int limit = 50) => Answer(
        await mediator.Send(new ListSignedDays(HttpContext.Caller(), cursor, limit)), days => Ok(DigestsAnswer.Of(days)));

    /// <summary>
    /// Compares each row of a day with what was signed, as <c>--verify-audit</c> does. It reads all rows of the day.
    /// </summary>
    /// <param name="day">The day, UTC, such as 2026-01-31.</param>
    [HttpPost("{day}/verify")]
    [ProducesResponseType<DayCheckAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(409, "digests_off")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> VerifyDigest(DateOnly day) => Answer(
        await mediator.Send(new VerifyAuditDay(HttpContext.Caller(), day)), check => Ok(DayCheckAnswer.Of(check)));
}
