using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>
/// The same distance in every 240 ms for 1.5 s. Needs no fine sampling, so it works for remote desktops and slow pointers, where single
/// steps show nothing.
/// </summary>
public sealed class SteadyPace : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.03, 2), (0.045, 1.2), (0.06, 0), (0.5, -0.1));

    public ReasonCode Reason { get; } = new(
        68, Family.Pattern, "steady_pace", "The pointer covers the same distance in each quarter of a second.");

    public Aspect Aspect => Aspect.SpeedSpread;

    public Measured Measures { get; } = new("Coefficient of variation of the distances moved in 240 ms", Llr);

    public Evidence Judge(in StrokeWindow window, Baseline baseline) =>
        window.Beats < 6 || window.BeatLength < 8 ? Evidence.None : new(Llr.At(window.BeatVariation), 1);
}
