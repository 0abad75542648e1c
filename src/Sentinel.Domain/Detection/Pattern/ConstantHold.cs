using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>Holds that hardly vary within a window.</summary>
public sealed class ConstantHold : IDetector<KeyWindow>
{
    private static readonly Curve Llr = new((0.03, 2), (0.05, 1.2), (0.08, 0.1), (0.1, 0), (0.18, -0.1));

    public ReasonCode Reason { get; } = new(
        42, Family.Pattern, "constant_hold", "All keys are held for the same time.");

    public Aspect Aspect => Aspect.Hold;

    public Measured Measures { get; } = new("Coefficient of variation of the holds in a window of keys", Llr);

    public Evidence Judge(in KeyWindow window, Baseline baseline) =>
        window.Holds < 6 || window.Resolution > 0.2 * window.HoldMean ? Evidence.None : new(Llr.At(window.HoldVariation), 1);
}
