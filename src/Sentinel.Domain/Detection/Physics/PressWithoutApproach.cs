using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Physics;

/// <summary>
/// A mouse press far from the pointer's last known position. It does not judge the first press of a stream, touch, pen or a declared
/// virtual click. It counts half where the pointer never travels: a gaze, a grid or a remote control may place it.
/// </summary>
public sealed class PressWithoutApproach : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0, -0.05), (20, 0), (30, 0.2), (60, 1.5));

    /// <summary>ms: browsers may leave out the last moves before a press.</summary>
    private const double MissedTime = 30;

    public ReasonCode Reason { get; } = new(
        26, Family.Physics, "press_without_approach", "The pointer was pressed where it had not been before.");

    public Aspect Aspect => Aspect.Approach;

    public Measured Measures { get; } = new("Distance of the press from where the pointer can have been, px", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        double.IsNaN(window.PressJump) || (window.PressJump <= 0 && window.Samples == 0)
            ? Evidence.None
            : new(Llr.At(Unseen(window)), window.TravelShown ? 1 : 0.5);

    /// <summary>The distance that the stroke would not have gone, at its highest speed, in the time of one or two samples.</summary>
    private static double Unseen(in StrokeWindow window) => window.PressJump - (MissedTime * window.HighestSpeed);
}
