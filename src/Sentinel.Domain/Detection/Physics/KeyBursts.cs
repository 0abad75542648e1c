using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Physics;

/// <summary>
/// A burst of keys faster than hands type, in a session where no person was met: a script or a device alone, and the session is challenged.
/// Beside a person, something types for them, and the burst is only noted. It has one cause with holds too short for a
/// finger: a program sends the events. So both are one group.
/// </summary>
public sealed class KeyBursts : IDetector<KeyBurst>
{
    private const double Alone = 1.2;

    public ReasonCode Reason { get; } = new(
        27, Family.Physics, "key_burst", "Keys came in a burst: from a scanner, a text expander or a script.");

    public Aspect Aspect => Aspect.Tap;

    public Evidence Judge(in KeyBurst window, Baseline baseline) =>
        window.Strokes == 0 ? Evidence.None : new(Alone, 1);
}
