using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Context;

/// <summary>
/// The user would have had to travel faster than an airliner since an earlier session. On a device where a challenge was passed only their
/// last session counts; elsewhere each that is kept does, so that a stranger who opens twice is not compared with themselves alone.
/// Databases of addresses are wrong by hundreds of kilometres at times, and tunnels end anywhere, so short ways do not count, and none of
/// it is more than weak evidence.
/// </summary>
public sealed class ImpossibleTravel : IDetector<OpeningWindow>
{
    /// <summary>km.</summary>
    private const double ShortestWay = 500;

    /// <summary>km/h: what an airliner does, and a quarter more.</summary>
    private const double Fastest = 1_150;

    public ReasonCode Reason { get; } = new(14, Family.Context, "impossible_travel");

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
