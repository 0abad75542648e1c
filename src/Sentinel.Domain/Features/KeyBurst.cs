namespace Sentinel.Domain.Features;

/// <summary>
/// Key strokes faster than hands type, between pauses: something typed for the person, such as a hand scanner, a security key, a text
/// expander, a voice program or a script.
/// </summary>
public readonly record struct KeyBurst : IWindow
{
    /// <summary>The number of key strokes; 0 for no burst.</summary>
    public int Strokes { get; init; }

    /// <summary>Mean interval of its first key strokes, ms.</summary>
    public double IntervalMean { get; init; }

    /// <summary>A burst never earns trust.</summary>
    public bool IsConclusive => false;
}
