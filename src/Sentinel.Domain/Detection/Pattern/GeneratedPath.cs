using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>
/// A movement that does not unfold as a hand's does: how its speed and its direction change from step to step, as a net has learned it.
/// See docs/models.md for its training and what it misses.
/// </summary>
public sealed class GeneratedPath : IDetector<CourseWindow>
{
    public static readonly Curve Llr = new((-0.5, -0.35), (2.2, 0), (5.5, 0.6));

    public ReasonCode Reason { get; } = new(
        69,
        Family.Pattern,
        "generated_path",
        "The pointer's speed and direction change from moment to moment as a program's do, not as a hand's.");

    public Aspect Aspect => Aspect.Course;

    public Measured Measures { get; } = new("Log odds of a generated movement, as the path net sees it, nats", Llr);

    public Evidence Judge(in CourseWindow window, Baseline baseline) =>
        window.Steps > 0 ? new(Llr.At(window.Score), 1) : Evidence.None;
}
