using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.ApiKeys;

namespace Sentinel.Api.Controllers;

/// <summary>The API keys of the caller's own tenant.</summary>
[ApiController]
[Route("api/v1/keys")]
[Authorize(Credentials.AdminPolicy)]
public sealed class ApiKeysController(IMediator mediator) : SentinelController
{
    /// <summary>Makes a key. The answer is the only place where it is shown; it is usable on every node at once.</summary>
    [HttpPost]
    [ProducesResponseType<NewKeyAnswer>(201)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(403, "scope_not_held"),
        Fails(409, "too_many_keys"), Fails(413, "body_too_large")]
    [Fails(415, "unsupported_media_type"), Fails(422, "invalid_request"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> CreateApiKey(CreateKeyBody body) =>
        Answer(await mediator.Send(new CreateApiKey(HttpContext.Caller(), body.Name, body.Scopes, body.ExpiresAt)), Shown);

    /// <summary>Every key, ended ones too, oldest first.</summary>
    [HttpGet]
    [ProducesResponseType<KeysAnswer>(200)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ListApiKeys() =>
        Answer(await mediator.Send(new ListApiKeys(HttpContext.Caller())), keys => Ok(new KeysAnswer([.. keys.Select(KeyAnswer.Of)])));

    /// <summary>
    /// Makes a successor with the same name and scopes; the old key goes on for the overlap. A key that expires is followed by one of the
    /// same life.
    /// </summary>
    /// <param name="id">The key to replace.</param>
    /// <param name="body">May be left out.</param>
    [HttpPost("{id:guid}/rotate")]
    [ProducesResponseType<NewKeyAnswer>(201)]
    [
        Fails(400, "malformed_request"),
        Fails(401, "unauthorized"),
        Fails(403, "forbidden"),
        Fails(404, "key_unknown"),
        Fails(409, "key_ended")
    ]
    [
        Fails(403, "scope_not_held"),
        Fails(409, "too_many_keys"),
        Fails(413, "body_too_large"),
        Fails(415, "unsupported_media_type"),
        Fails(422, "invalid_request")
    ]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> RotateApiKey(Guid id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] RotateKeyBody? body) =>
        Answer(await mediator.Send(new RotateApiKey(HttpContext.Caller(), id, body?.Overlap)), Shown);

    /// <summary>
    /// Ends a key for good: at once on this node, within 5 s on every other. Its cookies end with it; ingest tokens live on.
    /// </summary>
    [HttpDelete("{id:guid}")]
    [ProducesResponseType(204)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(403, "scope_not_held"), Fails(404, "key_unknown"),
        Fails(409, "last_admin_key")]
    [Fails(409, "last_operator_key"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> RevokeApiKey(Guid id) =>
        Answer(await mediator.Send(new RevokeApiKey(HttpContext.Caller(), id)), _ => NoContent());

    private ObjectResult Shown(NewKey made)
    {
        Response.Headers.CacheControl = "no-store";
        return StatusCode(StatusCodes.Status201Created, NewKeyAnswer.Of(made));
    }
}
