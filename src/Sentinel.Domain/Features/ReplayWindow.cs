namespace Sentinel.Domain.Features;

/// <summary>
/// How near a piece of input is to the nearest of the user's earlier sessions. A window of its own: a recording of a person is like a
/// person's in all else.
/// </summary>
/// <param name="Distance">See <see cref="InputSketch.DistanceTo"/>.</param>
public readonly record struct ReplayWindow(int Distance) : IWindow
{
    /// <summary>Never: it may be evidence for a bot, but the input itself earns trust.</summary>
    public bool IsConclusive => false;
}
