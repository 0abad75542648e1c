using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>
/// A mouse that moved to a place and was pressed there without pressure. Browsers report 0.5 for every button (Pointer Events,
/// <c>pressure</c>); events that a driver makes have 0 unless it sets it.
/// </summary>
public sealed class UnpressedMouse : IDetector<ProvenanceWindow>
{
    public ReasonCode Reason { get; } = new(
        74,
        Family.Pattern,
        "unpressed_mouse",
        "The mouse was pressed without the pressure that browsers report for every button.");

    public Aspect Aspect => Aspect.Provenance;

    public Evidence Judge(in ProvenanceWindow window, Baseline baseline) =>
        window.NoPressure ? new(ProvenanceWindow.Nats, 1) : Evidence.None;
}
