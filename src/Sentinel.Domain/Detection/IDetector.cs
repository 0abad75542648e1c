using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

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

    /// <summary>Whose rhythm a fixed text has: the first of the aspects that tell who, not whether a person.</summary>
    FixedText,

    /// <summary>Whose free typing it is.</summary>
    FreeText,

    /// <summary>Whose pointer it is.</summary>
    Pointer,

    /// <summary>On which device: the first of the aspects of the context.</summary>
    Device,

    /// <summary>From where.</summary>
    Location,
}

/// <summary>
/// Turns one window, and where it needs one the user's baseline, into evidence. Stateless and pure: the same gives the same, and a detector
/// that cannot say returns <see cref="Evidence.None"/>, never "safe". Every public type that implements this is found and used; see
/// docs/models.md.
/// </summary>
/// <typeparam name="TWindow">The kind of window it judges.</typeparam>
public interface IDetector<TWindow>
    where TWindow : struct, IWindow
{
    /// <summary>Its name for ever.</summary>
    ReasonCode Reason { get; }

    Aspect Aspect { get; }

    /// <param name="window">What was done.</param>
    /// <param name="baseline">What is known of the user; <see cref="Baseline.None"/> where that is nothing.</param>
    Evidence Judge(in TWindow window, Baseline baseline);
}
