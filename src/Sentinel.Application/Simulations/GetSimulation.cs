using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Simulations.Records;

namespace Sentinel.Application.Simulations;

/// <summary>Returns a simulation, with what it has counted so far.</summary>
public sealed record GetSimulation(Caller Caller, Guid Id) : IRequest<Outcome<PolicySimulation>>;

internal sealed class GetSimulationHandler(ISimulations simulations) : IRequestHandler<GetSimulation, Outcome<PolicySimulation>>
{
    public async Task<Outcome<PolicySimulation>> Handle(GetSimulation query, CancellationToken cancellationToken) =>
        await simulations.Find(query.Caller.Tenant, query.Id, cancellationToken) is { } found ? found : SimulationFaults.Unknown;
}
