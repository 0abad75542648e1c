using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Context;

/// <summary>
/// Another device opened a session within the last half hour. People use a phone beside a laptop, so the evidence is weak.
/// </summary>
public sealed class SeveralDevices : IDetector<OpeningWindow>
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(30);

    public ReasonCode Reason { get; } = new(
        13, Family.Context, "several_devices", "Another device opened a session of this user within the last half hour.");

    public Aspect Aspect => Aspect.Device;

    public Evidence Judge(in OpeningWindow window, Baseline baseline)
    {
        var opened = window.Opened;
        if (opened.Device == 0 || window.Recent.IsDefaultOrEmpty)
            return Evidence.None;
        foreach (var other in window.Recent)
        {
            if (other.Device != opened.Device && other.Device != 0 && opened.At - other.At < AtOnce)
                return new(0.2, 1);
        }

        return Evidence.None;
    }
}
