using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;

namespace Sentinel.Api.Controllers;

/// <summary>What reason codes mean.</summary>
[ApiController]
[Route("api/v1/reasons")]
[Authorize(Credentials.AnyKeyPolicy)]
public sealed class ReasonsController : SentinelController
{
    /// <summary>Explains every reason code in words.</summary>
    [HttpGet]
    [ProducesResponseType<ReasonsAnswer>(200)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden")]
    public IActionResult ListReasons() => Ok(ReasonsAnswer.All);
}
