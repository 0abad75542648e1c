using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.ApiKeys;

namespace Sentinel.Api.Controllers;

/// <summary>The API keys of the caller's tenant.</summary>
[ApiController]
[Route("api/v1/keys")]
[Authorize(Credentials.AdminPolicy)]
public sealed class ApiKeysController(IMediator mediator) : SentinelController
{
    /// <summary>Creates a key. Only the answer shows it. It is usable on every node at once.</summary>
    [HttpPost]
    [ProducesResponseType<NewKeyAnswer>(201)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(403, "scope_not_held"),
        Fails(409, "too_many_keys"), Fails(413, "body_too_large")]
    [Fails(415, "unsupported_media_type"), Fails(422, "invalid_request"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> CreateApiKey(CreateKeyBody body) =>
        Answer(await mediator.Send(new CreateApiKey(HttpContext.Caller(), body.Name, body.Scopes, body.ExpiresAt)), Shown);

    /// <summary>Lists every key, including ended ones, oldest first.</summary>
    [HttpGet]
    [ProducesResponseType<KeysAnswer>(200)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ListApiKeys() =>
        Answer(await mediator.Send(new ListApiKeys(HttpContext.Caller())), keys => Ok(new KeysAnswer([.. keys.Select(KeyAnswer.Of)])));

    /// <summary>
    /// Creates a successor with the same name and scopes. The old key stays valid for the overlap. The successor of a key that expires gets
    /// the same lifetime.
    /// </summary>
    /// <param name="id">The key to replace.</param>
    /// <param name="body">Optional.</param>
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
    /// Revokes a key: at once on this node, within 5 s on every other. Its cookies end with it; ingest tokens stay valid.
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
