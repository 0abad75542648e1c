using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>Intervals that hardly vary within a window. People vary by at least 12 %, typically by 50 %.</summary>
public sealed class MetronomicCadence : IDetector<KeyWindow>
{
    private static readonly Curve Llr = new((0.04, 2.5), (0.08, 1.8), (0.12, 0.9), (0.18, 0.15), (0.22, 0), (0.35, -0.15));

    /// <summary>Of the intervals but the longest, so a script does not escape by one rest in ten keys.</summary>
    private static readonly Curve ButOne = new((0.03, 2.5), (0.05, 1.2), (0.07, 0));

    /// <summary>One letter again and again: people tap with a variation of about 5 %.</summary>
    private static readonly Curve Tapping = new((0.01, 2.5), (0.015, 1.2), (0.025, 0));

    public ReasonCode Reason { get; } = new(
        40, Family.Pattern, "metronomic_cadence", "Keys come at a fixed pace, like a clock's.");

    public Aspect Aspect => Aspect.Cadence;

    public Measured Measures { get; } = new("Coefficient of variation of the intervals in a window of keys", Llr);

    public Evidence Judge(in KeyWindow window, Baseline baseline) =>
        window.Intervals < 6 || window.Resolution > 0.15 * window.IntervalMean
            ? Evidence.None
            : new(Nats(window), 1);

    private static double Nats(in KeyWindow window)
    {
        var butOne = (window.IsTapping ? Tapping : ButOne).At(window.OtherIntervalVariation);
        var all = window.IsTapping ? 0 : Llr.At(window.IntervalVariation);
        return butOne > 0 ? Math.Max(all, butOne) : all;
    }
}
