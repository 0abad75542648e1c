using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>
/// Positions on the screen that equal those in the page, in a window with a frame: a driver that fills in one for the other.
/// </summary>
public sealed class PageAsScreen : IDetector<ProvenanceWindow>
{
    private const double Nats = 1.5;

    public ReasonCode Reason { get; } = new(
        75,
        Family.Pattern,
        "page_as_screen",
        "Positions on the screen equal those in the page, although the window has a frame.");

    public Aspect Aspect => Aspect.Provenance;

    public Evidence Judge(in ProvenanceWindow window, Baseline baseline) => window.ScreenIsPage ? new(Nats, 1) : default;
}
