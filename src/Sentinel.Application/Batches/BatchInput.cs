using Sentinel.Domain.Telemetry;

namespace Sentinel.Application.Batches;

/// <summary>A batch as a client sends it. Times are client milliseconds since the Unix epoch; fractions are allowed.</summary>
public sealed record BatchInput
{
    // Members have setters: the generated reader sets a missing init-only member to the zero of its type, not to the default given here.

    /// <summary>Must be the session's user; a token's batch may leave it out.</summary>
    public string? UserId { get; set; }

    /// <summary>The tab or device, 1–64 of <c>[A-Za-z0-9._:-]</c>; sequences count per stream.</summary>
    public string? Stream { get; set; }

    /// <summary>1..2^53; the same number is scored at most once.</summary>
    public long Sequence { get; set; }

    /// <summary>When the batch was sent.</summary>
    public double SentAt { get; set; } = double.NaN;

    /// <summary>
    /// Step of the client's timer in ms, clamped to 0.001–100; nothing is judged more finely. Above 16 ms, evidence counts half.
    /// </summary>
    public double TimerResolution { get; set; } = 1;

    /// <summary>
    /// The browser's <c>devicePixelRatio</c>, clamped to 0.1–10. It tells how finely positions with fractions are rounded, and no more.
    /// </summary>
    public double Scale { get; set; } = 1;

    /// <summary>Number of events that the client dropped before this batch.</summary>
    public long Dropped { get; set; }

    /// <summary>The client's name and version, at most 64 characters.</summary>
    public string? Sdk { get; set; }

    public KeyInput[]? Keys { get; set; }

    public PointerInput[]? Pointer { get; set; }

    public SignalInput[]? Signals { get; set; }
}

/// <summary>A key stroke. It is sent once, after its release.</summary>
public record struct KeyInput()
{
    /// <summary>A key group, MASKED, or a physical key if the site has opted in. Never the typed character.</summary>
    public KeyCode Code { get; set; }

    /// <summary>When the key went down.</summary>
    public double Down { get; set; } = double.NaN;

    /// <summary>When the key was released; null if that is unknown.</summary>
    public double? Up { get; set; }

    /// <summary>The fixed-text field that received the key, at most 64 characters.</summary>
    public string? Field { get; set; }
}

/// <summary>A pointer sample in CSS px.</summary>
public record struct PointerInput()
{
    public double T { get; set; } = double.NaN;

    /// <summary>Within ±100,000.</summary>
    public double X { get; set; } = double.NaN;

    /// <summary>Within ±100,000.</summary>
    public double Y { get; set; } = double.NaN;

    /// <summary>MOVE, DOWN, UP or WHEEL.</summary>
    public PointerAction Type { get; set; }

    /// <summary>MOUSE (the default), TOUCH or PEN.</summary>
    public PointerKind Kind { get; set; }
}

/// <summary>A fact that the page knows about the input.</summary>
public record struct SignalInput()
{
    public double T { get; set; } = double.NaN;

    public SignalType Type { get; set; }

    /// <summary>The field concerned, at most 64 characters.</summary>
    public string? Field { get; set; }

    /// <summary>Characters concerned, 0..1,000,000. Never the text.</summary>
    public int Length { get; set; }
}
