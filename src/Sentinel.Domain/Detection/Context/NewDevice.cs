using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Context;

/// <summary>
/// A device on which the user, who has passed challenges elsewhere, has not passed one yet. People buy devices, so it is weak; a passed
/// challenge answers it.
/// </summary>
public sealed class NewDevice : IDetector<OpeningWindow>
{
    public ReasonCode Reason { get; } = new(12, Family.Context, "new_device");

    public Aspect Aspect => Aspect.Device;

    public Evidence Judge(in OpeningWindow window, Baseline baseline) =>
        window.IsNewDevice ? new(0.6, 1) : Evidence.None;
}
