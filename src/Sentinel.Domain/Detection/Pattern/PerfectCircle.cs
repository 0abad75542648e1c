using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>A path on an exact circle: the residual, relative to the radius.</summary>
public sealed class PerfectCircle : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.003, 2.5), (0.005, 1.5), (0.009, 0), (0.03, -0.1));

    public ReasonCode Reason { get; } = new(
        61, Family.Pattern, "perfect_circle", "The pointer follows an exact circle.");

    public Aspect Aspect => Aspect.Shape;

    public Measured Measures { get; } = new("RMS distance from the best circle, divided by the circle's radius", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        Math.Abs(window.Turning) < 4
        || (window.Kind != Telemetry.PointerKind.Mouse && window.Duration < 150)
        || window.Steps < 12
        || window.IntervalMean > 40
        || !IsRound(window)
            ? Evidence.None
            : new(Llr.At(window.CircleResidual / window.CircleRadius), 1);

    /// <summary>
    /// Requires a circle whose radius fits the path's size, and is so large that rounding to whole pixels does not hide a hand's residual.
    /// </summary>
    private static bool IsRound(in StrokeWindow window) =>
        window.CircleRadius >= 60 && window.CircleRadius <= 0.75 * Math.Max(window.Width, window.Height);
}
