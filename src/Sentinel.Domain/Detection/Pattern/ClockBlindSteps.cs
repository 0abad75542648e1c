using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>Steps that do not care how much time passed: a loop spaces its points by index, so the jitter of its sleeps shows in the speed alone; a hand covers more ground in more time.</summary>
public sealed class ClockBlindSteps : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.3, 2), (0.55, 1.2), (0.75, 0.4), (0.84, 0), (0.95, -0.15));

    public ReasonCode Reason { get; } = new(64, Family.Pattern, "clock_blind_steps");

    public Aspect Aspect => Aspect.Timing;

    public Evidence Judge(in StrokeWindow window) =>
        window.Samples < 10 || window.StepMean < 3 || window.Duration < 120 || window.IntervalMean < 4 * window.Resolution || window.IntervalVariation < 0.25 || window.RawSpeedVariation <= 0 ? Evidence.None : new(Llr.At(window.StepVariation / window.RawSpeedVariation), window.IntervalMean > 35 ? 0.5 : 1);
}
