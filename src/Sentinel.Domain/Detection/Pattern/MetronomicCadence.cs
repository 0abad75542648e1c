using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>Intervals that hardly vary within a window. People vary by at least 12 %, typically by 50 %.</summary>
public sealed class MetronomicCadence : IDetector<KeyWindow>
{
    private static readonly Curve Llr = new((0.04, 2.5), (0.08, 1.8), (0.12, 0.9), (0.18, 0.15), (0.22, 0), (0.35, -0.15));

    /// <summary>One letter again and again: people tap with a variation of 4 to 10 % (Repp 2005).</summary>
    private static readonly Curve Tapping = new((0.01, 2.5), (0.02, 1.2), (0.035, 0));

    public ReasonCode Reason { get; } = new(40, Family.Pattern, "metronomic_cadence");

    public Aspect Aspect => Aspect.Cadence;

    public Evidence Judge(in KeyWindow window, Baseline baseline) =>
        window.Intervals < 6 || window.Resolution > 0.15 * window.IntervalMean
            ? Evidence.None
            : new((window.IsTapping ? Tapping : Llr).At(window.IntervalVariation), 1);
}
