using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>Intervals without people's long tail to the right: uniform and Gaussian delays are symmetric.</summary>
public sealed class SymmetricIntervals : IDetector<KeyWindow>
{
    private static readonly Curve Llr = new((-0.2, 0.6), (0.3, 0.4), (0.7, 0), (1.5, -0.25));

    public ReasonCode Reason { get; } = new(
        44, Family.Pattern, "symmetric_intervals", "Short and long pauses between keys are equally frequent. People have a few long ones.");

    public Aspect Aspect => Aspect.Distribution;

    public Measured Measures { get; } = new("Skewness of the intervals, over about sixty key strokes", Llr);

    public Evidence Judge(in KeyWindow window, Baseline baseline) =>
        window.RecentStrokes < 22
        || window.IsCutShort
        || double.IsNaN(window.RecentIntervalSkewness)
        || window.Resolution > 0.15 * window.RecentIntervalMean
            ? Evidence.None
            : new(Llr.At(window.RecentIntervalSkewness), 1);
}
