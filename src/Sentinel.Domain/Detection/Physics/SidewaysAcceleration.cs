using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Physics;

/// <summary>Turns too sharp for an arm at that speed: the third largest sideways acceleration, px/ms².</summary>
public sealed class SidewaysAcceleration : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.012, -0.1), (0.02, 0), (0.04, 1.2), (0.08, 2));

    public ReasonCode Reason { get; } = new(22, Family.Physics, "sideways_acceleration");

    public Aspect Aspect => Aspect.Limits;

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        window.Cells < 8 || !window.HasKinematics ? Evidence.None : new(Llr.At(window.TopLateral), 1);
}
