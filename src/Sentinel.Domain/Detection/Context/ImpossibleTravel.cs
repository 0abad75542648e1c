using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Context;

/// <summary>
/// The user would have travelled faster than an airliner since an earlier session. On a known device, only the user's last session counts.
/// Elsewhere, every stored opening counts, so that an attacker who opens two sessions is not compared only with themselves. Address
/// databases can be wrong by hundreds of kilometres, and VPNs end anywhere, so short distances do not count, and the evidence is weak.
/// </summary>
public sealed class ImpossibleTravel : IDetector<OpeningWindow>
{
    /// <summary>km.</summary>
    private const double ShortestWay = 500;

    /// <summary>km/h: the speed of an airliner plus a quarter.</summary>
    private const double Fastest = 1_150;

    public ReasonCode Reason { get; } = new(
        14, Family.Context, "impossible_travel", "The user would have travelled faster than an airliner since an earlier session.");

    public Aspect Aspect => Aspect.Location;

    public Evidence Judge(in OpeningWindow window, Baseline baseline)
    {
        if (window.Opened.Place is not { } here || window.Recent.IsDefaultOrEmpty)
            return Evidence.None;
        for (var i = window.Recent.Length - 1; i >= 0; i--)
        {
            if (window.Recent[i].Place is not { } there)
                continue;
            var way = there.DistanceTo(here);
            var hours = Math.Max(0, (window.Opened.At - window.Recent[i].At).TotalHours);
            if (way > ShortestWay && way > hours * Fastest)
                return new(1.2, 1);
            if (window.IsKnownDevice)
                break;
        }

        return Evidence.None;
    }
}
