namespace Sentinel.Domain.Detection;

/// <summary>
/// What a detector looks at. Detectors of one aspect judge the same property and are not independent, so of them the strongest counts;
/// aspects add.
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

    /// <summary>The shape of a path.</summary>
    Shape,

    /// <summary>How the speed is spread over a path.</summary>
    SpeedSpread,

    /// <summary>How speed follows the clock.</summary>
    Timing,

    /// <summary>How smooth the speed is.</summary>
    Smoothness,

    /// <summary>How a movement begins.</summary>
    Onset,

    /// <summary>How a movement ends.</summary>
    Ending,

    /// <summary>What muscles can do.</summary>
    Limits,

    /// <summary>How a press comes about.</summary>
    Approach,

    /// <summary>Whose rhythm a fixed text has.</summary>
    FixedText,

    /// <summary>Whose free typing it is.</summary>
    FreeText,

    /// <summary>Whose pointer it is.</summary>
    Pointer,

    /// <summary>On which device.</summary>
    Device,

    /// <summary>From where.</summary>
    Location,
}

/// <summary>What an aspect speaks of.</summary>
public static class AspectSubjects
{
    /// <summary>
    /// Whether the aspect tells who is at work: the user or an impostor. What the context says counts here too. The others tell whether a
    /// person or a bot is at work.
    /// </summary>
    public static bool IsOfImpostor(this Aspect aspect) => aspect switch
    {
        Aspect.FixedText or Aspect.FreeText or Aspect.Pointer or Aspect.Device or Aspect.Location => true,
        Aspect.Hold or Aspect.Cadence or Aspect.Rate or Aspect.Distribution or Aspect.Repetition or Aspect.Tap => false,
        Aspect.Shape or Aspect.SpeedSpread or Aspect.Timing or Aspect.Smoothness or Aspect.Onset or Aspect.Ending => false,
        Aspect.Limits or Aspect.Approach => false,
        _ => throw new ArgumentOutOfRangeException(nameof(aspect), aspect, "Say of which of the two the new aspect speaks."),
    };
}
