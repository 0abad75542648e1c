using Sentinel.Application.Results;

namespace Sentinel.Application.Simulations;

internal static class SimulationFaults
{
    public static readonly Fault Unknown = new(
        FaultKind.NotFound,
        "simulation_unknown",
        "There is no such simulation. GET /api/v1/policy/simulations lists those of the last 90 days.");
}
