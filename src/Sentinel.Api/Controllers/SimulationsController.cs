using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Sentinel.Api.Authentication;
using Sentinel.Api.Contracts;
using Sentinel.Api.OpenApi;
using Sentinel.Application.Simulations;

namespace Sentinel.Api.Controllers;

/// <summary>Simulations: what another policy would have decided over the recorded evidence.</summary>
[ApiController]
[Route("api/v1/policy/simulations")]
[Authorize(Credentials.AnalystPolicy)]
public sealed class SimulationsController(IMediator mediator) : SentinelController
{
    /// <summary>
    /// Starts a simulation over the sessions that were opened in a time. A job does the work beside scoring; its progress is at
    /// <c>Location</c>. A tenant may have five that wait or run. Results are kept for 90 days.
    /// </summary>
    [HttpPost]
    [Authorize(Credentials.AdminPolicy)]
    [ProducesResponseType<SimulationAnswer>(202)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(409, "too_many_simulations")]
    [Fails(413, "body_too_large"), Fails(415, "unsupported_media_type"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> StartSimulation(SimulationBody body) => Answer(
        await mediator.Send(new StartSimulation(HttpContext.Caller(), body.Candidate, body.Baseline, body.From, body.To)),
        one => Accepted($"/api/v1/policy/simulations/{one.Id}", SimulationAnswer.Of(one, withResult: true)));

    /// <summary>Lists simulations, newest first, without their results.</summary>
    /// <param name="cursor">The previous page's <c>nextCursor</c>.</param>
    /// <param name="limit">1–200.</param>
    [HttpGet]
    [ProducesResponseType<SimulationsAnswer>(200)]
    [Fails(400, "malformed_request"), Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(422, "invalid_request")]
    [Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> ListSimulations(string? cursor, int limit = 50) => Answer(
        await mediator.Send(new ListSimulations(HttpContext.Caller(), cursor, limit)),
        page => Ok(new SimulationsAnswer(
            [.. page.Items.Select(one => SimulationAnswer.Of(one, withResult: false))], page.Next?.ToString())));

    /// <summary>A simulation, with its progress and what it has counted so far.</summary>
    [HttpGet("{id:guid}")]
    [ProducesResponseType<SimulationAnswer>(200)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "simulation_unknown"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> GetSimulation(Guid id) => Answer(
        await mediator.Send(new GetSimulation(HttpContext.Caller(), id)), one => Ok(SimulationAnswer.Of(one, withResult: true)));

    /// <summary>Stops a simulation. What it has counted stays. One that has ended stays as it is.</summary>
    [HttpDelete("{id:guid}")]
    [Authorize(Credentials.AdminPolicy)]
    [ProducesResponseType<SimulationAnswer>(200)]
    [Fails(401, "unauthorized"), Fails(403, "forbidden"), Fails(404, "simulation_unknown"), Fails(503, "cold_storage_unavailable")]
    public async Task<IActionResult> StopSimulation(Guid id) => Answer(
        await mediator.Send(new StopSimulation(HttpContext.Caller(), id)), one => Ok(SimulationAnswer.Of(one, withResult: true)));
}
