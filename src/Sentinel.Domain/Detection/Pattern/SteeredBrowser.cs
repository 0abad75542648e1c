using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>The browser says that a program steers it (<c>navigator.webdriver</c>, WebDriver §5).</summary>
public sealed class SteeredBrowser : IDetector<ProvenanceWindow>
{
    public ReasonCode Reason { get; } = new(
        73,
        Family.Pattern,
        "steered_browser",
        "The browser says that a program steers it.");

    public Aspect Aspect => Aspect.Provenance;

    public Evidence Judge(in ProvenanceWindow window, Baseline baseline) =>
        window.Webdriver ? new(ProvenanceWindow.Nats, 1) : Evidence.None;
}
