using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Context;

/// <summary>
/// Another browser goes on with the session: its token was taken elsewhere, or a page was opened in another view. A browser that updates
/// itself keeps its name.
/// </summary>
public sealed class AgentChanged : IDetector<OriginWindow>
{
    public ReasonCode Reason { get; } = new(16, Family.Context, "agent_changed");

    public Aspect Aspect => Aspect.Device;

    public Evidence Judge(in OriginWindow window, Baseline baseline) =>
        window.Before.Agent == 0 || window.Now.Agent == 0 || window.Before.Agent == window.Now.Agent ? Evidence.None : new(1.2, 1);
}
