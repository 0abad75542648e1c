using MediatR;
using Sentinel.Application.Ports;

namespace Sentinel.Application.Simulations;

/// <summary>Continues a simulation for up to a minute, then enqueues the rest behind other simulations.</summary>
/// <param name="Id">The simulation.</param>
public sealed record ContinueSimulation(Guid Id) : IRequest<Unit>;

internal sealed class ContinueSimulationHandler(ISimulations simulations, SimulationRun run, ISimulationJobs jobs)
    : IRequestHandler<ContinueSimulation, Unit>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task<Unit> Handle(ContinueSimulation command, CancellationToken cancellationToken)
    {
        if (await simulations.Begin(command.Id, cancellationToken) is { } work
            && await run.Advance(work, Patience, cancellationToken))
            jobs.Simulate(command.Id);
        return Unit.Value;
    }
}
