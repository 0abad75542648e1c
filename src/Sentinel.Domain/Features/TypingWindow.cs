namespace Sentinel.Domain.Features;

/// <summary>What the typing net says about sixty key strokes.</summary>
/// <param name="Score">Nats for a bot, without a limit.</param>
public readonly record struct TypingWindow(double Score) : IWindow
{
    /// <summary>Share of key strokes without a known release, 0..1.</summary>
    public double UnreleasedShare { get; init; }

    /// <summary>Share of key strokes of the same group as the one before, 0..1.</summary>
    public double AlikeShare { get; init; }

    /// <summary>Share of keys that are no letters, spaces or corrections, 0..1.</summary>
    public double OtherShare { get; init; }

    /// <summary>Share of key strokes that were declared and left out, 0..1.</summary>
    public double DeclaredShare { get; init; }

    /// <summary>
    /// Whether it is typed text, as the net knows it. It has seen too little of codes and numbers, of one kind of key again and again, of
    /// input methods and of keys without releases.
    /// </summary>
    public bool IsOfText => UnreleasedShare <= 0.2 && AlikeShare <= 0.65 && OtherShare <= 0.3 && DeclaredShare <= 0.2;

    /// <summary>Never: it may be evidence for a bot, but the windows of ten key strokes earn trust.</summary>
    public bool IsConclusive => false;
}
