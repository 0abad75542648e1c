using System.Collections.Immutable;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// A pointer stroke as stored for training: the kind of pointer, and <see cref="StrokeTraits"/> in half precision, without positions.
/// </summary>
/// <param name="Kind">Mouse, touch or pen.</param>
/// <param name="Traits"><see cref="StrokeTraits.Count"/> numbers.</param>
public sealed record StrokeSample(PointerKind Kind, ImmutableArray<Half> Traits)
{
    /// <summary>Converts a window; null for a press without a movement.</summary>
    public static StrokeSample? Of(in StrokeWindow window)
    {
        if (!StrokeTraits.Has(window)) return null;
        Span<double> traits = stackalloc double[StrokeTraits.Count];
        StrokeTraits.Describe(window, traits);
        var kept = ImmutableArray.CreateBuilder<Half>(traits.Length);
        foreach (var trait in traits) kept.Add((Half)trait);
        return new(window.Kind, kept.MoveToImmutable());
    }
}
