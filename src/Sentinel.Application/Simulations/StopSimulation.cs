using MediatR;
using Sentinel.Application.Access;
using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Simulations.Records;

namespace Sentinel.Application.Simulations;

/// <summary>Stops a simulation. What it has counted stays. Idempotent: one that has ended is returned as it is.</summary>
public sealed record StopSimulation(Caller Caller, Guid Id) : IRequest<Outcome<PolicySimulation>>;

internal sealed class StopSimulationHandler(ISimulations simulations, AdministrativeAudit audit)
    : IRequestHandler<StopSimulation, Outcome<PolicySimulation>>
{
    public async Task<Outcome<PolicySimulation>> Handle(StopSimulation command, CancellationToken cancellationToken)
    {
        var (caller, id) = command;
        if (await simulations.Find(caller.Tenant, id, cancellationToken) is not { } found)
            return SimulationFaults.Unknown;
        if (found.FinishedAt is not null)
            return found;
        await audit.Write(
            caller.Tenant, [audit.Record(caller.Tenant, AuditKind.Simulation, id.ToString(), caller.Key) with { Action = "stop" }]);
        await simulations.Stop(caller.Tenant, id, cancellationToken);
        return await simulations.Find(caller.Tenant, id, cancellationToken) is { } stopped ? stopped : SimulationFaults.Unknown;
    }
}
