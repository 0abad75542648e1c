using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>A long oblique path on an exact line. Drags along one row or column of pixels are common and are not judged.</summary>
public sealed class PerfectLine : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.3, 2), (0.5, 1.5), (0.8, 0), (1.5, -0.1));

    public ReasonCode Reason { get; } = new(60, Family.Pattern, "perfect_line");

    public Aspect Aspect => Aspect.Shape;

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        window.Length < 150 || window.Samples < 8 || window.Breadth < 30 ? Evidence.None : new(Llr.At(window.LineResidual), 1);
}
