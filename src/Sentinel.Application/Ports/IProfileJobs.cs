namespace Sentinel.Application.Ports;

/// <summary>Jobs about one user each, who goes by the surrogate id.</summary>
public interface IProfileJobs
{
    /// <summary>Trains the user's next baseline after the debounce.</summary>
    void Train(Guid user);

    /// <summary>Brings the published baseline to hot state, soon.</summary>
    void Publish(Guid user);
}
