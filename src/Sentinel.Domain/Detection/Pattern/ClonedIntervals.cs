using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>
/// Rhythms of two intervals and the hold between them that repeat: a recording in a loop, or delays drawn from a few values.
/// </summary>
public sealed class ClonedIntervals : IDetector<KeyWindow>
{
    private static readonly Curve Llr = new((0.2, -0.05), (0.5, 0), (0.65, 0.8), (0.8, 2), (0.95, 2.5));

    public ReasonCode Reason { get; } =
        new(
            45,
            Family.Pattern,
            "cloned_intervals",
            "Rhythms of keys repeat exactly: a recording in a loop, or delays drawn from a few values."
        );

    public Aspect Aspect => Aspect.Repetition;

    public Measured Measures { get; } = new("Share of key strokes whose hold and the intervals beside it came before, 0..1", Llr);

    public Evidence Judge(in KeyWindow window, Baseline baseline) =>
        double.IsNaN(window.RepeatShare) || window.Intervals < 6 ? Evidence.None : new(Llr.At(window.RepeatShare), 1);
}
