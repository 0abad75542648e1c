using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>
/// A movement that the session has seen before, turned, scaled or stretched: a recording that is played to other targets.
/// </summary>
public sealed class RepeatedStrokes : IDetector<CourseWindow>
{
    public ReasonCode Reason { get; } = new(
        70,
        Family.Pattern,
        "repeated_strokes",
        "A pointer stroke has the shape of an earlier one, turned, scaled or stretched, as when a recording is played again.");

    public Aspect Aspect => Aspect.Reuse;

    public Evidence Judge(in CourseWindow window, Baseline baseline) => window.IsRepeated ? new(1.5, 1) : Evidence.None;
}
