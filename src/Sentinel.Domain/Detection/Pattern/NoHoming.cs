using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>A directed movement without a slow phase. People slow down near their target.</summary>
public sealed class NoHoming : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0, 0.3), (0.1, 0.2), (0.2, 0), (0.35, -0.2));

    public ReasonCode Reason { get; } = new(
        67, Family.Pattern, "no_homing", "The pointer does not slow down before its target, as people's does.");

    public Aspect Aspect => Aspect.Ending;

    public Measured Measures { get; } = new("Share of the time at less than 0.15 of the highest speed, 0..1", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        window.Kind != PointerKind.Mouse
        || window.IsDrag
        || window.Cells < 10
        || !window.FromRest
        || Math.Abs(window.Turning) >= 3
        || window.Chord < 100
        || !window.HasKinematics
            ? Evidence.None
            : new(Llr.At(window.SlowShare), 1);
}
