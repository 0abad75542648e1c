using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>Intervals that hardly vary within a window. People vary by at least 12 %, typically by 50 %.</summary>
public sealed class MetronomicCadence : IDetector<KeyWindow>
{
    private static readonly Curve Llr = new((0.04, 2.5), (0.08, 1.8), (0.12, 0.9), (0.18, 0.15), (0.22, 0), (0.35, -0.15));

    public ReasonCode Reason { get; } = new(40, Family.Pattern, "metronomic_cadence");

    public Aspect Aspect => Aspect.Cadence;

    public Evidence Judge(in KeyWindow window, Baseline baseline) =>
        window.Intervals < 6 || window.Resolution > 0.15 * window.IntervalMean ? Evidence.None : new(Llr.At(window.IntervalVariation), 1);
}
