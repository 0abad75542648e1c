using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Context;

/// <summary>
/// The user has passed challenges on other devices, but not on this one. People buy devices, so the evidence is weak; a passed challenge
/// removes it.
/// </summary>
public sealed class NewDevice : IDetector<OpeningWindow>
{
    public ReasonCode Reason { get; } = new(
        12, Family.Context, "new_device", "The user has passed challenges on other devices, but not on this one.");

    public Aspect Aspect => Aspect.Device;

    public Evidence Judge(in OpeningWindow window, Baseline baseline) =>
        window.IsNewDevice ? new(0.6, 1) : Evidence.None;
}
