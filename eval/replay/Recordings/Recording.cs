using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>One recorded sitting: it becomes one session of one user.</summary>
internal sealed class Recording
{
    /// <summary>How many key strokes make a recording eligible for the targets, for people and bots alike.</summary>
    public const int EligibleKeyStrokes = 20;

    public Recording(
        string source, string id, bool isBot, List<KeyStroke> keys, List<PointerSample> pointer, PointerKind kind = PointerKind.Mouse,
        double? timerResolution = null)
    {
        (Source, Id, IsBot, Kind) = (source, id, isBot, kind);
        Keys = [.. keys.OrderBy(k => k.Down)];
        Pointer = pointer;
        PointerStrokes = StrokeCount.Of(pointer);
        TimerResolution = timerResolution ?? TimerStep.Of(Keys, pointer);
        Start = Math.Min(Keys.Count > 0 ? Keys[0].Down : double.MaxValue, pointer.Count > 0 ? pointer[0].T : double.MaxValue);
    }

    /// <summary>The row of the table that it belongs to, such as <c>mouse-bots/gan</c>.</summary>
    public string Source { get; }

    /// <summary>Unique within the source; letters, digits and dashes.</summary>
    public string Id { get; }

    public bool IsBot { get; }

    public PointerKind Kind { get; }

    /// <summary>In the order of <see cref="KeyStroke.Down"/>.</summary>
    public IReadOnlyList<KeyStroke> Keys { get; }

    /// <summary>In the order of time.</summary>
    public IReadOnlyList<PointerSample> Pointer { get; }

    public int PointerStrokes { get; }

    /// <summary>ms, as a client would measure it.</summary>
    public double TimerResolution { get; }

    /// <summary>The first event, ms of the recording's own clock.</summary>
    public double Start { get; }

    /// <summary>Long enough for the targets: a bot must be caught after 3 pointer strokes, a person be accepted after 10.</summary>
    public bool Eligible => Keys.Count >= EligibleKeyStrokes || PointerStrokes >= (IsBot ? 3 : 10);
}
