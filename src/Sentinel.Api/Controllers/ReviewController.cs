using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Reviews;

namespace Sentinel.Api.Controllers;

/// <summary>The review queue: blocks, failed challenges and a sample of what was allowed, for analysts to label.</summary>
[ApiController]
[Route("api/v1/review")]
[Authorize(Credentials.AnalystPolicy)]
public sealed class ReviewController(IMediator mediator) : SentinelController
{
    /// <summary>Lists cases, newest first. A case arrives about two seconds after its decision.</summary>
    /// <param name="state">OPEN or DONE; OPEN if left out.</param>
    /// <param name="kind">BLOCK, FAILED_CHALLENGE or ALLOW.</param>
    /// <param name="reason">Only cases whose decision this reason turned.</param>
    /// <param name="cursor">The previous page's <c>nextCursor</c>.</param>
    /// <param name="limit">1–200.</param>
    [HttpGet]
    [ProducesResponseType<ReviewsAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ListReviews(string? state, string? kind, string? reason, string? cursor, int limit = 50) => Answer(
        await mediator.Send(new ListReviews(HttpContext.Caller(), state, kind, reason, cursor, limit)),
        page => Ok(new ReviewsAnswer([.. page.Items.Select(ReviewAnswer.Of)], page.Next?.ToString())));

    /// <summary>Takes an open case for 15 minutes, so that nobody else works on it. To prolong the claim, claim again.</summary>
    [HttpPost("{id:guid}/claim")]
    [ProducesResponseType<ReviewAnswer>(200)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "review_unknown"), Fails(409, "review_claimed")]
    [Fails(409, "review_done"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ClaimReview(Guid id) =>
        Answer(await mediator.Send(new ClaimReview(HttpContext.Caller(), id)), one => Ok(ReviewAnswer.Of(one)));

    /// <summary>Gives one's own claim back. Without one, nothing changes.</summary>
    [HttpDelete("{id:guid}/claim")]
    [ProducesResponseType(204)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "review_unknown"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ReleaseReview(Guid id) =>
        Answer(await mediator.Send(new ReleaseReview(HttpContext.Caller(), id)), _ => NoContent());

    /// <summary>Closes a case with a label, which becomes the label of its session. A later label replaces it.</summary>
    [HttpPut("{id:guid}/label")]
    [ProducesResponseType<ReviewAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "review_unknown")]
    [Fails(409, "review_claimed"), Fails(413, "body_too_large"), Fails(415, "unsupported_media_type"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> LabelReview(Guid id, LabelReviewBody body) => Answer(
        await mediator.Send(new LabelReview(HttpContext.Caller(), id, body.Label, body.Note)), one => Ok(ReviewAnswer.Of(one)));

    /// <summary>
    /// How often challenges and blocks stopped people who should not have been stopped, by the labels: in all, by reason and by day.
    /// </summary>
    /// <param name="from">Inclusive, ISO 8601; 31 days before <c>to</c> if left out, which is the most.</param>
    /// <param name="to">Exclusive, ISO 8601; now if left out.</param>
    [HttpGet("rates")]
    [ProducesResponseType<ErrorRatesAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ReadErrorRates(DateTimeOffset? from, DateTimeOffset? to) => Answer(
        await mediator.Send(new ReadErrorRates(HttpContext.Caller()) { From = from, To = to }),
        rates => Ok(ErrorRatesAnswer.Of(rates)));
}
