using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Physics;

/// <summary>Direction that changes strongly from cell to cell, relative to the speed.</summary>
public sealed class Swerve : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.4, -0.05), (0.55, 0), (0.65, 0.6), (0.8, 1.5));

    public ReasonCode Reason { get; } = new(
        23, Family.Physics, "swerve", "The pointer changes its direction too often and too strongly for a hand.");

    public Aspect Aspect => Aspect.Limits;

    public Measured Measures { get; } = new("RMS sideways acceleration times 20 ms, divided by the mean speed", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        window.Cells < 10 || window.SpeedMean < 0.1 || !window.HasKinematics ? Evidence.None : new(Llr.At(window.Swerve), 1);
}
