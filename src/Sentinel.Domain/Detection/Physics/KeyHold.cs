using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Physics;

/// <summary>
/// Holds under 15 ms, shorter than a finger's: a script presses and releases at once. Some keyboards do too: home-row modifiers send a
/// letter at its release, and input methods send both events at once. So short holds with a hand's cadence say nothing, unless all are
/// short.
/// </summary>
public sealed class KeyHold : IDetector<KeyWindow>
{
    private static readonly Curve Llr = new((0, -0.25), (0.1, 0), (0.2, 0.3), (0.3, 0.8), (0.5, 2), (0.7, 3));

    public ReasonCode Reason { get; } = new(
        20, Family.Physics, "key_hold", "Keys are held for less than 15 ms, shorter than a finger can.");

    public Aspect Aspect => Aspect.Tap;

    public Measured Measures { get; } = new("Share of holds under 15 ms, 0..1", Llr);

    public Evidence Judge(in KeyWindow window, Baseline baseline) =>
        double.IsNaN(window.ShortHoldShare) || window.Holds < 6 || (window.ShortHoldShare > 0.1 && MayBeTheKeyboard(window))
            ? Evidence.None
            : new(Llr.At(window.ShortHoldShare), 1);

    /// <summary>Whether the cadence is a hand's: it varies, with a long tail, and some keys are held as a finger holds them.</summary>
    private static bool MayBeTheKeyboard(in KeyWindow window) =>
        window.IntervalVariation >= 0.2
        && ((window.RecentStrokes < 22 && window.ShortHoldShare < 0.95)
            || (window.RecentShortHoldShare < 0.95 && window.RecentLogIntervalDeviation >= 0.3 && !(window.RecentIntervalSkewness < 0.3)));
}
