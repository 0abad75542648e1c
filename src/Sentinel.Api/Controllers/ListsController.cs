using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Lists;

namespace Sentinel.Api.Controllers;

/// <summary>The tenant's lists: whom to deny, allow or snooze, until when and why.</summary>
[ApiController]
[Route("api/v1/lists")]
[Authorize(Credentials.AnalystPolicy)]
public sealed class ListsController(IMediator mediator) : SentinelController
{
    /// <summary>Makes an entry. It counts from the next decision on this node, and within 5 s on every other.</summary>
    /// <remarks>DENY wins over everything. ALLOW lifts no ban and no failed challenges. A tenant may have 10,000 live entries.</remarks>
    [HttpPost]
    [Authorize(Credentials.AdminPolicy)]
    [ProducesResponseType<ListEntryAnswer>(201)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(409, "too_many_list_entries")]
    [Fails(413, "body_too_large"), Fails(415, "unsupported_media_type"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> MakeListEntry(ListEntryBody body) => Answer(
        await mediator.Send(
            new MakeListEntry(
                HttpContext.Caller(), body.Effect, body.UserId, body.Device, body.Cidr, body.Country, body.Reason, body.ExpiresAt,
                body.Note)),
        entry => Created($"/api/v1/lists/{entry.Id}", ListEntryAnswer.Of(entry)));

    /// <summary>Lists entries, newest first. Filters are compared exactly: one for a network finds neither its parts nor what it is
    /// in.</summary>
    /// <param name="state">LIVE or ENDED; LIVE if left out. An entry can be read for 30 days after its end.</param>
    /// <param name="effect">ALLOW, DENY or SNOOZE.</param>
    /// <param name="userId">Only entries that name this user.</param>
    /// <param name="device">Only entries of this device, as the site names it.</param>
    /// <param name="cidr">Only entries of this network.</param>
    /// <param name="country">Only entries of this country.</param>
    /// <param name="reason">Only entries of this reason.</param>
    /// <param name="cursor">The previous page's <c>nextCursor</c>.</param>
    /// <param name="limit">1–200.</param>
    [HttpGet]
    [ProducesResponseType<ListsAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ReadLists(
        string? state, string? effect, string? userId, string? device, string? cidr, string? country, string? reason, string? cursor,
        int limit = 50) => Answer(
        await mediator.Send(new ReadLists(HttpContext.Caller())
        {
            State = state, Effect = effect, UserId = userId, Device = device, Cidr = cidr, Country = country, Reason = reason,
            Cursor = cursor, Limit = limit,
        }),
        page => Ok(new ListsAnswer([.. page.Items.Select(ListEntryAnswer.Of)], page.Next?.ToString())));

    /// <summary>One entry, also for 30 days after its end.</summary>
    [HttpGet("{id:guid}")]
    [ProducesResponseType<ListEntryAnswer>(200)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "list_entry_unknown"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ReadListEntry(Guid id) =>
        Answer(await mediator.Send(new ReadListEntry(HttpContext.Caller(), id)), entry => Ok(ListEntryAnswer.Of(entry)));

    /// <summary>Ends an entry before its time: at once on this node, within 5 s on every other. Idempotent.</summary>
    [HttpDelete("{id:guid}")]
    [Authorize(Credentials.AdminPolicy)]
    [ProducesResponseType(204)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "list_entry_unknown"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> EndListEntry(Guid id) =>
        Answer(await mediator.Send(new EndListEntry(HttpContext.Caller(), id)), _ => NoContent());
}
