namespace Sentinel.Application.Ports;

/// <summary>Jobs about one user each, who goes by the surrogate id.</summary>
public interface IProfileJobs
{
    /// <summary>Trains the user's next baseline after the debounce.</summary>
    void Train(Guid user);

    /// <summary>Brings the published baseline to hot state, soon.</summary>
    void Publish(Guid user);

    /// <summary>Goes on with an erasure, soon.</summary>
    /// <param name="erasure">The erasure's id.</param>
    void Erase(Guid erasure);
}
