using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Context;

/// <summary>The session's requests come from another network than before. Phones change networks, so the evidence is weak.</summary>
public sealed class NetworkChanged : IDetector<OriginWindow>
{
    public ReasonCode Reason { get; } = new(
        15, Family.Context, "network_changed", "The session goes on from another network.");

    public Aspect Aspect => Aspect.Location;

    public Evidence Judge(in OriginWindow window, Baseline baseline) =>
        window.Before.Network == 0 || window.Now.Network == 0 || window.Before.Network == window.Now.Network ? Evidence.None : new(0.2, 1);
}
