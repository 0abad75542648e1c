namespace Sentinel.Domain.Features;

/// <summary>The score of some 25 key strokes of free typing.</summary>
/// <param name="Score">Sum over the times of the log-likelihood ratio of people at large against the session's user, nats.</param>
/// <param name="Times">The number of scored holds and intervals; 0 while the user has no profile.</param>
public readonly record struct FreeTextWindow(double Score, int Times) : IWindow
{
    /// <summary>
    /// By how much the stretch's style says more than at the last window, nats for an impostor; null while the user's style is not known.
    /// </summary>
    public double? Style { get; init; }

    /// <summary>Always true: the window is judged only against a profile.</summary>
    public bool IsConclusive => true;
}
