using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Physics;

/// <summary>
/// Turns too sharp for an arm at that speed: the third largest sideways acceleration, relative to the stroke's highest speed. A hand slows
/// down to turn (the two-thirds power law, Lacquaniti et al. 1983), whatever the pointer's gain.
/// </summary>
public sealed class SidewaysAcceleration : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.3, -0.05), (0.45, 0), (0.6, 1.2), (0.8, 2));

    public ReasonCode Reason { get; } = new(
        22, Family.Physics, "sideways_acceleration", "The pointer turns too sharply for an arm at that speed.");

    public Aspect Aspect => Aspect.Limits;

    public Measured Measures { get; } = new("Third largest sideways acceleration times 20 ms, divided by the highest speed", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        window.Cells < 8 || window.HighestSpeed < 0.5 || !window.HasKinematics ? Evidence.None : new(Llr.At(window.TopTurn), 1);
}
