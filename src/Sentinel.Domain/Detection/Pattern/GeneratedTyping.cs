using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>
/// Key strokes that do not hang together as a person's do: how holds, intervals, overlaps and the kinds of keys depend on each other, as a
/// net has learned it. See docs/models.md for its training and what it misses.
/// </summary>
public sealed class GeneratedTyping : IDetector<TypingWindow>
{
    /// <summary>
    /// The most nats of one window. Three must agree before the group's evidence is full: people have an odd window or two, and a generator
    /// is the same all the time.
    /// </summary>
    public const double Most = 1.4;

    /// <summary>The least.</summary>
    public const double Least = -0.6;

    public ReasonCode Reason { get; } = new(
        48,
        Family.Pattern,
        "generated_typing",
        "Key strokes depend on each other as a program's do, not as a person's: their times are drawn, or come from another text.");

    public Aspect Aspect => Aspect.Manner;

    public Evidence Judge(in TypingWindow window, Baseline baseline) =>
        window.IsOfText ? new(Math.Clamp(window.Score, Least, Most), 1) : Evidence.None;
}
