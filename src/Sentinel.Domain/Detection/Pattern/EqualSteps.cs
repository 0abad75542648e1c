using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>Positions at equal distances, regardless of time: points counted out along a curve. Works at any sampling rate.</summary>
public sealed class EqualSteps : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.05, 3), (0.09, 2.5), (0.12, 1.2), (0.16, 0), (0.5, -0.2));

    public ReasonCode Reason { get; } = new(
        63, Family.Pattern, "equal_steps", "The pointer's positions are equally far apart.");

    public Aspect Aspect => Aspect.SpeedSpread;

    public Measured Measures { get; } = new("Coefficient of variation of the distances between positions", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) => IsLongEnough(window)
        ? new(Llr.At(window.StepVariation), Math.Min(1, window.Duration / 500))
        : Evidence.None;

    /// <summary>Requires steps that pixels can measure, and that are short enough to show a hand's changes of speed.</summary>
    private static bool IsLongEnough(in StrokeWindow window) =>
        window.IntervalMean <= 60
        && ((window.Steps >= 9 && window.StepMean >= 4) || (window.Steps >= 13 && window.StepMean >= 2));
}
