namespace Sentinel.Domain.Features;

/// <summary>What some twenty-five strokes of free typing say of who typed them.</summary>
/// <param name="Score">Sum over the times of how much likelier each is under anybody than under the session's user, nats.</param>
/// <param name="Times">Holds and intervals that were scored; 0 while the user has no profile.</param>
public readonly record struct FreeTextWindow(double Score, int Times) : IWindow
{
    /// <summary>Judged against a profile or not at all.</summary>
    public bool IsConclusive => true;
}
