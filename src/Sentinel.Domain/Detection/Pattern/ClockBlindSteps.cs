using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>
/// Steps that do not depend on the elapsed time. A loop spaces its points by index, so the jitter of its sleeps affects only the speed; a
/// hand moves further in more time.
/// </summary>
public sealed class ClockBlindSteps : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.3, 2), (0.45, 1.2), (0.55, 0.3), (0.65, 0), (0.95, -0.15));

    public ReasonCode Reason { get; } =
        new(
            64,
            Family.Pattern,
            "clock_blind_steps",
            "The pointer moves by the same distance whether little or much time has passed, as in a loop of a script."
        );

    public Aspect Aspect => Aspect.Timing;

    public Measured Measures { get; } = new("Variation of the steps' lengths, divided by the variation of their speeds", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) => CanTell(window)
        ? new(Llr.At(window.StepVariation / window.RawSpeedVariation), window.IntervalMean > 35 ? 0.5 : 1)
        : Evidence.None;

    /// <summary>Requires steps that pixels can measure, and a timer fine enough for intervals that vary.</summary>
    private static bool CanTell(in StrokeWindow window) =>
        ((window.Steps >= 9 && window.StepMean >= 4) || (window.Steps >= 14 && window.StepMean >= 3))
        && window.Duration >= 120
        && window.IntervalMean >= 4 * window.Resolution
        && window.IntervalVariation >= 0.25
        && window.RawSpeedVariation > 0;
}
