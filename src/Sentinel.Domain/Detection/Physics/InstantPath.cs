using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Physics;

/// <summary>A whole path in almost no time: many positions at a mean speed that no hand reaches.</summary>
public sealed class InstantPath : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((10, -0.02), (40, 0), (80, 2.5));

    public ReasonCode Reason { get; } = new(
        25, Family.Physics, "instant_path", "A whole path came in almost no time.");

    public Aspect Aspect => Aspect.Limits;

    public Measured Measures { get; } = new("Mean speed of the path, px/ms", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        window.Samples < 5 || window.Length < 150
            ? Evidence.None
            : new(Llr.At(window.Length / Math.Max(window.Duration, Math.Max(1, window.Resolution))), 1);
}
