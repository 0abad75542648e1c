using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Policies;

namespace Sentinel.Api.Controllers;

/// <summary>Who calls, and by which rules sessions are scored.</summary>
[ApiController]
[Route("api/v1")]
[Authorize(Credentials.AnyKeyPolicy)]
public sealed class AboutController(PoliciesInForce policies) : SentinelController
{
    /// <summary>Who the caller is, by its credential.</summary>
    [HttpGet("me")]
    [ProducesResponseType<CallerAnswer>(200)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden")]
    public IActionResult GetCaller() => Ok(CallerAnswer.Of(HttpContext.Caller()));

    /// <summary>The policy that scores sessions now: its name, and the numbers that explain a score.</summary>
    [HttpGet("policy")]
    [ProducesResponseType<PolicyAnswer>(200)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden")]
    public IActionResult GetPolicy() => Ok(PolicyAnswer.Of(policies.Of(HttpContext.Caller().Tenant)));
}
