using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>
/// A speed profile without tremor or correction, as easing functions produce. Mouse only: drivers filter pens and fingers.
/// </summary>
public sealed class SmoothSpeed : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.05, 2), (0.09, 1.2), (0.13, 0), (0.25, -0.2));

    public ReasonCode Reason { get; } = new(
        65, Family.Pattern, "smooth_speed", "The pointer's speed changes without tremor or correction, as in an animation.");

    public Aspect Aspect => Aspect.Smoothness;

    public Measured Measures { get; } = new("RMS second difference of the speed, divided by the mean speed", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        window.Kind != PointerKind.Mouse || window.Cells < 10 || window.IntervalMean > 22 || !window.HasKinematics
            ? Evidence.None
            : new(Llr.At(window.Roughness), 1);
}
