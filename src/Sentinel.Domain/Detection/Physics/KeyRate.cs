using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Physics;

/// <summary>Ten keys in a row faster than hands type: a mean interval of 40 ms is 25 keys a second.</summary>
public sealed class KeyRate : IDetector<KeyWindow>
{
    private static readonly Curve Llr = new((25, 3), (40, 1.2), (55, 0), (100, -0.02));

    public ReasonCode Reason { get; } = new(
        21, Family.Physics, "key_rate", "Keys come faster than hands type.");

    public Aspect Aspect => Aspect.Rate;

    public Measured Measures { get; } = new("Mean interval between keys, and half the timer's step, ms", Llr);

    public Evidence Judge(in KeyWindow window, Baseline baseline) =>
        window.Intervals < 6 || window.Resolution > 40 ? Evidence.None : new(Llr.At(window.IntervalMean + (window.Resolution / 2)), 1);
}
