using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>One speed from start to end; hands speed up and slow down.</summary>
public sealed class ConstantSpeed : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.08, 2.5), (0.15, 1.5), (0.22, 0.3), (0.28, 0), (0.45, -0.2));

    public ReasonCode Reason { get; } = new(
        62, Family.Pattern, "constant_speed", "The pointer keeps one speed from start to end.");

    public Aspect Aspect => Aspect.SpeedSpread;

    public Measured Measures { get; } = new("Coefficient of variation of the speed within a stroke", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        window.Cells < 8 || !window.HasKinematics ? Evidence.None : new(Llr.At(window.SpeedVariation), Math.Min(1, window.Duration / 500));
}
