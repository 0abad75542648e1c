using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>Generated key strokes, pointer samples and signals, and ways to cut them into batches.</summary>
internal sealed class Behaviour
{
    public const double Start = 1_767_000_000_000;

    public List<KeyStroke> Keys { get; } = [];

    public List<PointerSample> Pointer { get; } = [];

    public List<Signal> Signals { get; } = [];

    public double End => Math.Max(Keys.Count > 0 ? Keys.Max(k => k.Up) : Start, Pointer.Count > 0 ? Pointer[^1].T : Start);

    /// <summary>Typing of a person.</summary>
    public static Behaviour HumanTyping(int seed, int strokes, double start = Start) =>
        Typed(Simulation.Typing.Type(new Simulation.HumanTempo(new(seed)), new(seed + 1), Letters(strokes), start, lead: true));

    /// <summary>What an actor types.</summary>
    public static Behaviour TypedBy(Simulation.IActor actor) => Typed(
        actor.Play(new(1, actor.Name, 0)).Keys
            .OrderBy(stroke => stroke.Down)
            .Select(stroke => stroke with { Down = stroke.Down + Start, Up = stroke.Up + Start }));

    public static Behaviour PointedBy(Simulation.IActor actor) => Pointed(
        actor.Play(new(1, actor.Name, 0)).Pointer.Select(sample => sample with { T = sample.T + Start }));

    /// <summary>Zero-hold typing of a script: one key every 40 ms, released after 1 ms.</summary>
    public static Behaviour ScriptTyping(int strokes, double start = Start) =>
        Typed(Simulation.Typing.Type(Simulation.Metronome.ZeroHold, new(0), Letters(strokes), start));

    /// <summary>Pointing of a person, at about 125 Hz.</summary>
    public static Behaviour HumanPointing(int seed, int reaches, double start = Start) =>
        Pointed(Simulation.Reaches.Several(new(seed), reaches, start));

    /// <summary>Straight lines at constant speed, one position every 10 ms.</summary>
    public static Behaviour ScriptPointing(int lines, double start = Start, int steps = 60) =>
        Pointed(new Simulation.Line(steps).ThereAndBack(lines, start));

    /// <summary>Clicks of an automation tool: one move to the target, a press and a release, about <c>pace</c> ms apart.</summary>
    public static Behaviour ScriptClicking(int clicks, double pace, double start = Start) =>
        Pointed(Simulation.Script.Clicks(new(4), clicks, pace, start));

    /// <summary>Zigzags at 15 px/ms with corners too sharp for an arm.</summary>
    public static Behaviour ScriptFlinging(int times, double start = Start) => Pointed(Simulation.Script.Flings(times, start));

    /// <summary>Exact circles, one position every 10 ms.</summary>
    public static Behaviour ScriptCircling(int circles, double start = Start) => Pointed(Simulation.Script.Circles(circles, start));

    public Behaviour With(Behaviour other)
    {
        Keys.AddRange(other.Keys);
        Pointer.AddRange(other.Pointer);
        Signals.AddRange(other.Signals);
        return this;
    }

    /// <summary>One batch with all input.</summary>
    public Batch Whole(long sequence = 1) => Between(double.NegativeInfinity, double.PositiveInfinity, sequence);

    /// <summary>Batches cut at these times, in sequence. Empty ones are kept, because a client may send them.</summary>
    public IEnumerable<(Batch Batch, double At)> CutAt(IEnumerable<double> times)
    {
        var from = double.NegativeInfinity;
        long sequence = 0;
        foreach (var to in times.Order().Append(double.PositiveInfinity))
        {
            yield return (Between(from, to, ++sequence), double.IsInfinity(to) ? End : to);
            from = to;
        }
    }

    /// <summary>Batches of one second each.</summary>
    public IEnumerable<(Batch Batch, double At)> BySecond()
    {
        var cuts = Enumerable.Range(1, (int)((End - Start) / 1000)).Select(second => Start + (second * 1000.0));
        return CutAt(cuts);
    }

    private Batch Between(double from, double to, long sequence)
    {
        var keys = Keys.Where(k => k.Down >= from && k.Down < to).OrderBy(k => k.Down).ToArray();
        var pointer = Pointer.Where(p => p.T >= from && p.T < to).OrderBy(p => p.T).ToArray();
        var signals = Signals.Where(s => s.T >= from && s.T < to).OrderBy(s => s.T).ToArray();
        return new()
        {
            Stream = StreamId.Main,
            Sequence = sequence,
            ContentHash = Batch.HashOf(keys, pointer, signals, 0.1, 1, 0),
            TimerResolution = 0.1,
            Keys = keys,
            Pointer = pointer,
            Signals = signals,
        };
    }

    /// <summary>A sentence again and again: people and programs type with both hands.</summary>
    private static IEnumerable<char> Letters(int count) =>
        Enumerable.Range(0, count).Select(i => "a quick brown fox jumps over the lazy dog "[i % 42]);

    private static Behaviour Typed(IEnumerable<Simulation.KeyStroke> strokes)
    {
        var typed = new Behaviour();
        typed.Keys.AddRange(strokes.Select(stroke => stroke.ToDomain(CodeOf(stroke.Key))));
        return typed;
    }

    private static KeyCode CodeOf(char letter) => Enum.Parse<KeyCode>(Simulation.Keyboard.GroupOf(letter).ToString());

    private static Behaviour Pointed(IEnumerable<Simulation.PointerSample> samples)
    {
        var moved = new Behaviour();
        moved.Pointer.AddRange(samples.Select(sample => sample.ToDomain()));
        return moved;
    }
}
