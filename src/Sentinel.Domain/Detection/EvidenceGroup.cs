namespace Sentinel.Domain.Detection;

/// <summary>
/// Aspects whose errors have one cause, such as a keyboard that reports short holds. A session has its own offset in a group, and the
/// offset is one error, however many windows show it. So a group is one witness: alone it never blocks. See docs/decisions/0012.
/// </summary>
public enum EvidenceGroup : byte
{
    /// <summary>How long keys are held.</summary>
    Holds,

    /// <summary>When keys follow each other.</summary>
    KeyTiming,

    /// <summary>How the pointer moves.</summary>
    Path,

    /// <summary>How a press comes about.</summary>
    Approach,

    /// <summary>
    /// How key strokes depend on each other. It looks at the holds and the timing of the other two groups of keys, so beside them it is no
    /// witness of its own.
    /// </summary>
    Manner,

    /// <summary>
    /// How a pointer's movement unfolds. It looks at the movements of <see cref="Path"/>, so beside it, it is no witness of its own.
    /// </summary>
    Course,

    /// <summary>Whether the input is that of another session.</summary>
    Replay,

    /// <summary>
    /// Where the events come from: what the browser says of them. Kiosks and tests of sites are steered by programs too, so it is one
    /// witness like the others.
    /// </summary>
    Provenance,
}

/// <summary>The groups of aspects.</summary>
public static class EvidenceGroups
{
    /// <summary>The number of groups.</summary>
    public const int Count = (int)EvidenceGroup.Provenance + 1;

    /// <summary>The group of an aspect of bots; null for an aspect of impostors.</summary>
    public static EvidenceGroup? Group(this Aspect aspect) => aspect switch
    {
        Aspect.Hold or Aspect.Tap => EvidenceGroup.Holds,
        Aspect.Cadence or Aspect.Rate or Aspect.Distribution or Aspect.Repetition => EvidenceGroup.KeyTiming,
        Aspect.Shape or Aspect.SpeedSpread or Aspect.Timing or Aspect.Smoothness or Aspect.Onset => EvidenceGroup.Path,
        Aspect.Ending or Aspect.Limits => EvidenceGroup.Path,
        Aspect.Approach => EvidenceGroup.Approach,
        Aspect.Manner => EvidenceGroup.Manner,
        Aspect.Course or Aspect.Reuse => EvidenceGroup.Course,
        Aspect.Replay => EvidenceGroup.Replay,
        Aspect.Provenance => EvidenceGroup.Provenance,
        Aspect.FixedText or Aspect.FreeText or Aspect.Pointer or Aspect.Device or Aspect.Location => null,
        _ => throw new ArgumentOutOfRangeException(nameof(aspect), aspect, "The new aspect must be in a group, or of an impostor."),
    };
}

/// <summary>A set of groups, one bit each.</summary>
public readonly record struct GroupSet(byte Bits)
{
    public static readonly GroupSet None;

    /// <summary>The groups of keys.</summary>
    public static readonly GroupSet OfKeys = None.With(EvidenceGroup.Holds).With(EvidenceGroup.KeyTiming).With(EvidenceGroup.Manner);

    /// <summary>All groups.</summary>
    public static readonly GroupSet All = new((1 << EvidenceGroups.Count) - 1);

    public bool Contains(EvidenceGroup group) => (Bits >> (int)group & 1) != 0;

    public GroupSet With(EvidenceGroup group) => new((byte)(Bits | 1 << (int)group));

    public GroupSet Without(GroupSet others) => new((byte)(Bits & ~others.Bits));

    public GroupSet With(GroupSet others) => new((byte)(Bits | others.Bits));
}
