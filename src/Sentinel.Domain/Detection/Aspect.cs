namespace Sentinel.Domain.Detection;

/// <summary>
/// The property that a detector looks at. Detectors of one aspect are not independent, so only the strongest counts; aspects add up.
/// </summary>
public enum Aspect : byte
{
    /// <summary>How long keys are held.</summary>
    Hold,

    /// <summary>How regular the cadence is.</summary>
    Cadence,

    /// <summary>How fast keys follow each other.</summary>
    Rate,

    /// <summary>How intervals are distributed.</summary>
    Distribution,

    /// <summary>Whether a rhythm repeats itself.</summary>
    Repetition,

    /// <summary>Whether keys are tapped by fingers.</summary>
    Tap,

    /// <summary>How key strokes depend on each other.</summary>
    Manner,

    /// <summary>The shape of a path.</summary>
    Shape,

    /// <summary>How speed is distributed over a path.</summary>
    SpeedSpread,

    /// <summary>How speed depends on elapsed time.</summary>
    Timing,

    /// <summary>How smooth the speed is.</summary>
    Smoothness,

    /// <summary>How a movement begins.</summary>
    Onset,

    /// <summary>How a movement ends.</summary>
    Ending,

    /// <summary>How a movement unfolds from its start to its end.</summary>
    Course,

    /// <summary>Whether a movement was played before.</summary>
    Reuse,

    /// <summary>Whether input was played before, in another session.</summary>
    Replay,

    /// <summary>Where the events come from.</summary>
    Provenance,

    /// <summary>Whether muscles can do it.</summary>
    Limits,

    /// <summary>How a press comes about.</summary>
    Approach,

    /// <summary>Whether a fixed text has the user's rhythm.</summary>
    FixedText,

    /// <summary>Whether free typing is the user's.</summary>
    FreeText,

    /// <summary>Whether pointer dynamics are the user's.</summary>
    Pointer,

    /// <summary>The device.</summary>
    Device,

    /// <summary>The place or network.</summary>
    Location,
}
