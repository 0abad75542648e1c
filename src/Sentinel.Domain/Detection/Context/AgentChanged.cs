using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Context;

/// <summary>
/// Another browser continues the session: its token was copied, or a page was opened in another view. A browser update does not change the
/// name.
/// </summary>
public sealed class AgentChanged : IDetector<OriginWindow>
{
    public ReasonCode Reason { get; } = new(
        16, Family.Context, "agent_changed", "The session goes on in another browser.");

    public Aspect Aspect => Aspect.Device;

    public Evidence Judge(in OriginWindow window, Baseline baseline) =>
        window.Before.Agent == 0 || window.Now.Agent == 0 || window.Before.Agent == window.Now.Agent ? Evidence.None : new(1.2, 1);
}
