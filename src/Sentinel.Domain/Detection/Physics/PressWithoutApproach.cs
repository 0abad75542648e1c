using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Physics;

/// <summary>
/// A mouse press far from the pointer's last known position. It does not judge the first press of a stream, touch, pen or a declared
/// virtual click.
/// </summary>
public sealed class PressWithoutApproach : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((20, 0), (30, 0.2), (60, 1.5));

    public ReasonCode Reason { get; } = new(26, Family.Physics, "press_without_approach");

    public Aspect Aspect => Aspect.Approach;

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        double.IsNaN(window.PressJump) || window.PressJump <= 20 ? Evidence.None : new(Llr.At(window.PressJump), 1);
}
