using Sentinel.Simulation;

namespace Sentinel.Replay;

/// <summary>One recorded sitting, which becomes one session of one user.</summary>
internal sealed class Recording
{
    /// <summary>The key strokes that make a recording eligible for the targets, for people and bots alike.</summary>
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

    /// <summary>What a generated person or bot did.</summary>
    public static Recording Of(Performance performance, string source, string id, bool isBot) => new(
        source,
        id,
        isBot,
        [.. performance.Keys.Select(stroke => KeyStroke.Held(Keyboard.GroupOf(stroke.Key), stroke.Down, stroke.Up))],
        [.. performance.Pointer.OrderBy(sample => sample.T)],
        performance.Kind,
        Performance.Resolution)
    {
        Signals = performance.Signals,
    };

    /// <summary>The recording's row in the table, such as <c>mouse-bots/gan</c>.</summary>
    public string Source { get; }

    /// <summary>Unique within the source; letters, digits and dashes.</summary>
    public string Id { get; }

    public bool IsBot { get; }

    public PointerKind Kind { get; }

    /// <summary>In the order of <see cref="KeyStroke.Down"/>.</summary>
    public IReadOnlyList<KeyStroke> Keys { get; }

    /// <summary>In the order of time.</summary>
    public IReadOnlyList<PointerSample> Pointer { get; }

    /// <summary>In the order of time; recordings of real people have none.</summary>
    public IReadOnlyList<Signal> Signals { get; init; } = [];

    public int PointerStrokes { get; }

    /// <summary>The timer's step in ms, as a client measures it.</summary>
    public double TimerResolution { get; }

    /// <summary>Time of the first event, in ms of the recording's clock.</summary>
    public double Start { get; }

    /// <summary>
    /// Whether it is long enough for the targets: a bot must be caught after 3 pointer strokes, a person accepted after 10.
    /// </summary>
    public bool Eligible => Keys.Count >= EligibleKeyStrokes || PointerStrokes >= (IsBot ? 3 : 10);
}
