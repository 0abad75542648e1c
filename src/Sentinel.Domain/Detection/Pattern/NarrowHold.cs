using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>Holds that stay in a narrow band over about sixty key strokes.</summary>
public sealed class NarrowHold : IDetector<KeyWindow>
{
    private static readonly Curve Llr = new((0.06, 1.6), (0.1, 0.7), (0.13, 0.1), (0.15, 0), (0.22, -0.1));

    public ReasonCode Reason { get; } = new(
        43, Family.Pattern, "narrow_hold", "The times for which keys are held stay in a narrow band.");

    public Aspect Aspect => Aspect.Hold;

    public Measured Measures { get; } = new("Coefficient of variation of the holds, over about sixty key strokes", Llr);

    public Evidence Judge(in KeyWindow window, Baseline baseline) =>
        window.RecentStrokes < 22 || window.Resolution > 0.2 * window.RecentHoldMean
            ? Evidence.None
            : new(Llr.At(window.RecentHoldVariation), 1);
}
