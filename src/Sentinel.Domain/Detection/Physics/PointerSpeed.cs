using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Physics;

/// <summary>Faster than a hand moves a pointer at the highest gain of mice, in at least three cells. People reached 61 px/ms.</summary>
public sealed class PointerSpeed : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((40, -0.02), (80, 0), (160, 2));

    public ReasonCode Reason { get; } = new(
        24, Family.Physics, "pointer_speed", "The pointer is faster than any hand.");

    public Aspect Aspect => Aspect.Limits;

    public Measured Measures { get; } = new("Third highest speed of the stroke, in cells of 20 ms, px/ms", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        window.Cells < 8 || !window.HasKinematics ? Evidence.None : new(Llr.At(window.TopSpeed), 1);
}
