using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>A path on an exact circle.</summary>
public sealed class PerfectCircle : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.35, 2.5), (0.5, 1.5), (0.9, 0), (1.5, -0.1));

    public ReasonCode Reason { get; } = new(61, Family.Pattern, "perfect_circle");

    public Aspect Aspect => Aspect.Shape;

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        Math.Abs(window.Turning) < 4 || window.Samples < 12 || window.CircleRadius < 15
            ? Evidence.None
            : new(Llr.At(window.CircleResidual), 1);
}
