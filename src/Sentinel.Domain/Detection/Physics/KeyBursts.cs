using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Physics;

/// <summary>
/// A burst of keys faster than hands type. In a session where a person acts, something types for them, and it only informs. Where
/// nobody was met, it is a script or a device alone, and the session is challenged. It has one cause with holds too short for a
/// finger: a program sends the events. So both are one group.
/// </summary>
public sealed class KeyBursts : IDetector<KeyBurst>
{
    private const double Alone = 1.2;

    public ReasonCode Reason { get; } = new(
        27, Family.Physics, "key_burst", "Keys came in a burst: from a scanner, a text expander or a script.");

    public Aspect Aspect => Aspect.Tap;

    public Evidence Judge(in KeyBurst window, Baseline baseline) =>
        window.Strokes == 0 ? Evidence.None : new(window.BesidesAPerson ? 0 : Alone, 1);
}
