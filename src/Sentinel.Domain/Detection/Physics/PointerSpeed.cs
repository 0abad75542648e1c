using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Physics;

/// <summary>Faster than a hand moves a pointer, in at least three cells.</summary>
public sealed class PointerSpeed : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((4.5, 0), (7, 0.4), (12, 1.3), (20, 2));

    public ReasonCode Reason { get; } = new(24, Family.Physics, "pointer_speed");

    public Aspect Aspect => Aspect.Limits;

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        window.Cells < 8 || !window.HasKinematics ? Evidence.None : new(Llr.At(window.TopSpeed), 1);
}
