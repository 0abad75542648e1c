namespace Sentinel.Application.Ports;

/// <summary>Jobs of simulations.</summary>
public interface ISimulationJobs
{
    /// <summary>Enqueues the next part of a simulation.</summary>
    void Simulate(Guid simulation);
}
