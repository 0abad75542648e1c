using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Physics;

/// <summary>
/// Holds under 15 ms, shorter than a finger's: a script presses and releases at once. People have 0–0.6 % of such key strokes.
/// </summary>
public sealed class KeyHold : IDetector<KeyWindow>
{
    private static readonly Curve Llr = new((0, -0.25), (0.1, 0), (0.2, 0.3), (0.3, 0.8), (0.5, 2), (0.7, 3));

    public ReasonCode Reason { get; } = new(20, Family.Physics, "key_hold");

    public Aspect Aspect => Aspect.Tap;

    public Evidence Judge(in KeyWindow window, Baseline baseline) =>
        double.IsNaN(window.ShortHoldShare) || window.Holds < 6 ? Evidence.None : new(Llr.At(window.ShortHoldShare), 1);
}
