using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>One measured hold or interval.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Log">ln(ms), with ms raised to at least 10.</param>
public readonly record struct FreeTextTime(FreeTextFeature Feature, double Log)
{
    private const double Shortest = 10;

    /// <summary>The hold of a key stroke; null if its release is unknown, or it was a rest.</summary>
    public static FreeTextTime? HoldOf(KeyCode previous, in KeyStroke stroke) =>
        stroke.Hold is > 0 and <= KeyRhythm.LongestTap and var hold ? new(FreeTextFeature.Hold(previous, stroke.Code), Drawn(hold)) : null;

    /// <summary>The interval between two key strokes; null if it is a pause, or out of order.</summary>
    public static FreeTextTime? IntervalOf(in KeyStroke previous, in KeyStroke stroke) =>
        (stroke.Down - previous.Down) is > 0 and < KeyRhythm.Pause and var interval
            ? new(FreeTextFeature.Interval(previous.Code, stroke.Code), Drawn(interval))
            : null;

    /// <summary>All times of consecutive key strokes of one stream.</summary>
    public static IEnumerable<FreeTextTime> Of(IEnumerable<KeyStroke> strokes)
    {
        KeyStroke? previous = null;
        foreach (var stroke in strokes)
        {
            if (HoldOf(previous?.Code ?? KeyCode.Unknown, stroke) is { } hold) yield return hold;
            if (previous is { } before && IntervalOf(before, stroke) is { } interval) yield return interval;
            previous = stroke;
        }
    }

    private static double Drawn(double ms) => Math.Log(Math.Max(ms, Shortest));
}
