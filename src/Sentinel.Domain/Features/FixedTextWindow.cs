namespace Sentinel.Domain.Features;

/// <summary>One entry of a fixed text, from its first key stroke to its end.</summary>
/// <param name="Field">Hash of the field's name.</param>
/// <param name="Rhythm">Holds and intervals by position; null in the default value.</param>
/// <param name="Resolution">The coarsest timer step of the entry's batches, ms.</param>
public readonly record struct FixedTextWindow(ulong Field, FixedTextRhythm? Rhythm, double Resolution) : IWindow
{
    /// <summary>Always true: the entry is judged only against the user's template.</summary>
    public bool IsConclusive => true;
}
