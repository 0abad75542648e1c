using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>
/// Timing or movement of one of the user's earlier sessions: a recording that is played again. People who type the same text, or go the
/// same way, come as near once in a while, but not again and again. See docs/models.md for the rates.
/// </summary>
public sealed class ReplayedInput : IDetector<ReplayWindow>
{
    public static readonly Curve Llr = new((InputSketch.Same, 1.8), (9, 0), (InputSketch.Farthest, -0.08));

    public ReasonCode Reason { get; } = new(
        71,
        Family.Pattern,
        "replayed_input",
        "The input has the timing, or the movement, of an earlier session of the user, as when a recording is played again.");

    public Aspect Aspect => Aspect.Replay;

    public Measured Measures { get; } = new(
        "Distance from the nearest piece of earlier input, 0 (the same) to 20 (nothing in common)", Llr);

    public Evidence Judge(in ReplayWindow window, Baseline baseline) => new(Llr.At(window.Distance), 1);
}
