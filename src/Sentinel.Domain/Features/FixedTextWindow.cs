namespace Sentinel.Domain.Features;

/// <summary>One entry of a fixed text, from its first stroke to whatever ended it.</summary>
/// <param name="Field">Hash of the field's name.</param>
/// <param name="Rhythm">Position by position; null in the default value.</param>
/// <param name="Resolution">The coarsest timer step of the entry's batches, ms.</param>
public readonly record struct FixedTextWindow(ulong Field, FixedTextRhythm? Rhythm, double Resolution) : IWindow
{
    /// <summary>It is judged against a person's own template or not at all.</summary>
    public bool IsConclusive => true;
}
