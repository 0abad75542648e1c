using Sentinel.Application.Sessions.Records;

namespace Sentinel.Application.Ports;

/// <summary>Jobs for one user each, identified by the surrogate id or by a decision.</summary>
public interface IProfileJobs
{
    /// <summary>Trains the user's next baseline after the debounce.</summary>
    void Train(Guid user);

    /// <summary>Enqueues the copy of the published baseline to hot state.</summary>
    /// <param name="user">The user's surrogate id.</param>
    /// <param name="by">The key of the administrator who requests it; null for none.</param>
    void Publish(Guid user, Guid? by = null);

    /// <summary>Enqueues what the session of a decision shares with other users' sessions.</summary>
    void ChargeSharedInput(DecisionKey decision);

    /// <summary>Enqueues the next part of an erasure.</summary>
    void Erase(Guid erasure);
}
