using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Users;

namespace Sentinel.Api.Controllers;

/// <summary>Erasures of users, started by <c>DELETE /api/v1/users/{userId}</c>.</summary>
[ApiController]
[Route("api/v1/erasures")]
[Authorize(Credentials.AdminPolicy)]
public sealed class ErasuresController(IMediator mediator) : SentinelController
{
    /// <summary>
    /// The current receipt of an erasure. <c>finishedAt</c> is null while it runs. Kept for 30 days after that. It does not name the user.
    /// </summary>
    [HttpGet("{erasureId:guid}")]
    [ProducesResponseType<ErasureAnswer>(200)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "erasure_unknown"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> GetErasure(Guid erasureId) =>
        Answer(await mediator.Send(new GetErasure(HttpContext.Caller(), erasureId)), erasure => Ok(ErasureAnswer.Of(erasure)));
}
