namespace Sentinel.Domain.Features;

/// <summary>
/// What the path net and the memory of strokes say about one pointer stroke. A window of its own: else what is like a person's in the
/// stroke would make up for it.
/// </summary>
/// <param name="Score">Log odds of a generated movement.</param>
/// <param name="Steps">20 ms steps of the stroke.</param>
/// <param name="IsRepeated">Whether the session has seen a stroke of the same shape.</param>
public readonly record struct CourseWindow(double Score, int Steps, bool IsRepeated) : IWindow
{
    /// <summary>Never: it may be evidence for a bot, but the stroke itself earns trust.</summary>
    public bool IsConclusive => false;
}
