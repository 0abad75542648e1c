using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>
/// Timing or movement that another account's session had before: one recording, played for several accounts. It counts as much as a piece
/// of the user's own earlier input.
/// </summary>
public sealed class SharedInput : IDetector<SharedWindow>
{
    public ReasonCode Reason { get; } = new(
        72,
        Family.Pattern,
        "shared_input",
        "The input has the timing, or the movement, of another account's earlier session, as when one recording is played for several.");

    public Aspect Aspect => Aspect.Replay;

    public Evidence Judge(in SharedWindow window, Baseline baseline) => new(ReplayedInput.Llr.At(InputSketch.Same), 1);
}
