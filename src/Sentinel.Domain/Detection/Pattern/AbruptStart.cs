using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>A stroke from rest to full speed within 20 ms.</summary>
public sealed class AbruptStart : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.2, -0.25), (0.5, 0), (0.85, 0.4), (1, 0.5));

    public ReasonCode Reason { get; } = new(
        66, Family.Pattern, "abrupt_start", "The pointer goes from rest to full speed at once.");

    public Aspect Aspect => Aspect.Onset;

    public Measured Measures { get; } = new("Speed in the first 20 ms, divided by the highest speed of the stroke, 0..1", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        window.Kind != PointerKind.Mouse || window.Cells < 8 || !window.FromRest || !window.HasKinematics
            ? Evidence.None
            : new(Llr.At(window.StartRatio), 1);
}
