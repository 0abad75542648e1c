namespace Sentinel.Application.Ports;

/// <summary>Jobs about one user each, who goes by the surrogate id.</summary>
public interface IProfileJobs
{
    /// <summary>Trains the user's next baseline after the debounce.</summary>
    void Train(Guid user);

    /// <summary>Brings the published baseline to hot state, soon.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="by">The key of the administrator who asks for it; null for none.</param>
    void Publish(Guid user, Guid? by = null);

    /// <summary>Goes on with an erasure, soon.</summary>
    /// <param name="erasure">The erasure's id.</param>
    void Erase(Guid erasure);
}
