using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>
/// A long oblique path on an exact line: the residual, relative to the length. Drags along one row or column of pixels are common and are
/// not judged.
/// </summary>
public sealed class PerfectLine : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.0004, 2), (0.0008, 1.5), (0.0015, 0), (0.01, -0.1));

    public ReasonCode Reason { get; } = new(
        60, Family.Pattern, "perfect_line", "The pointer follows an exact straight line.");

    public Aspect Aspect => Aspect.Shape;

    public Measured Measures { get; } = new("RMS distance from the best line, beyond that of rounding, divided by the path's length", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        window.Length < 150
        || (window.Kind != Telemetry.PointerKind.Mouse && window.Duration < 150)
        || window.Steps < 8
        || window.IntervalMean > 40
        || window.Breadth < 30
            ? Evidence.None
            : new(Llr.At(Excess(window) / window.Length), 1);

    /// <summary>The residual without that of rounding positions, at most 0.35 of a pixel's step.</summary>
    private static double Excess(in StrokeWindow window) =>
        Math.Sqrt(Math.Max(0, (window.LineResidual * window.LineResidual) - (0.12 * window.PixelStep * window.PixelStep)));
}
