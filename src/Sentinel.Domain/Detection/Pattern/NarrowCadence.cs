using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>Intervals that stay in a narrow band over about sixty key strokes, like delays drawn around a mean.</summary>
public sealed class NarrowCadence : IDetector<KeyWindow>
{
    private static readonly Curve Llr = new((0.12, 2.2), (0.2, 1.8), (0.27, 0.9), (0.32, 0.2), (0.36, 0), (0.5, -0.2));

    public ReasonCode Reason { get; } = new(
        41, Family.Pattern, "narrow_cadence", "The pauses between keys stay in a narrow band, like delays drawn around a mean.");

    public Aspect Aspect => Aspect.Cadence;

    public Measured Measures { get; } = new("Standard deviation of the intervals' natural logarithms, over about sixty key strokes", Llr);

    public Evidence Judge(in KeyWindow window, Baseline baseline) =>
        window.RecentStrokes < 22 || window.IsCutShort || window.Resolution > 0.15 * window.RecentIntervalMean
            ? Evidence.None
            : new(Llr.At(window.RecentLogIntervalDeviation), 1);
}
