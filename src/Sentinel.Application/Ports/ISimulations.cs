using Sentinel.Application.Audit.Records;
using Sentinel.Application.Simulations.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Ports;

/// <summary>Simulations in cold storage. Calls throw the provider's exception when cold storage is unavailable.</summary>
public interface ISimulations
{
    /// <summary>
    /// Stores a new simulation with its policies. False, and nothing is stored, if the tenant has <paramref name="most"/> unfinished ones,
    /// counted across all nodes. Results older than they are kept go.
    /// </summary>
    Task<bool> Add(PolicySimulation simulation, Policy candidate, Policy? baseline, int most, CancellationToken cancel);

    /// <summary>Null if the tenant has no such simulation.</summary>
    Task<PolicySimulation?> Find(TenantId tenant, Guid id, CancellationToken cancel);

    /// <summary>Those of a version of the policy, and of this content, that are done: at most the last fifty.</summary>
    Task<IReadOnlyList<PolicySimulation>> DoneOf(TenantId tenant, Policy candidate, CancellationToken cancel);

    /// <summary>One page, the newest first.</summary>
    Task<SimulationPage> List(TenantId tenant, AuditCursor? before, int limit, CancellationToken cancel);

    /// <summary>
    /// Goes on with an unfinished simulation, of whatever tenant; null if it has ended. After several attempts in a row that stored
    /// nothing, it is given up.
    /// </summary>
    Task<SimulationWork?> Begin(Guid id, CancellationToken cancel);

    /// <summary>Stores what was counted up to a place. False, and nothing stored, if it was stopped or another node went on.</summary>
    Task<bool> Advance(SimulationWork work, RecordedCursor at, SimulationCounts counts, CancellationToken cancel);

    /// <summary>Stops an unfinished simulation; false if it had ended.</summary>
    Task<bool> Stop(TenantId tenant, Guid id, CancellationToken cancel);

    /// <summary>Unfinished simulations without recent progress. Each is given to one caller, which must continue it.</summary>
    Task<IReadOnlyList<Guid>> TakeStalled(CancellationToken cancel);
}
