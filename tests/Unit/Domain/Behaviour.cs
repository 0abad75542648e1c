using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>Seeded key strokes, pointer samples and signals, and ways of cutting them into batches.</summary>
internal sealed class Behaviour
{
    public const double Start = 1_767_000_000_000;

    public List<KeyStroke> Keys { get; } = [];

    public List<PointerSample> Pointer { get; } = [];

    public List<Signal> Signals { get; } = [];

    public double End => Math.Max(Keys.Count > 0 ? Keys.Max(k => k.Up) : Start, Pointer.Count > 0 ? Pointer[^1].T : Start);

    /// <summary>Log-normal holds and flights with pauses: what people do.</summary>
    public static Behaviour HumanTyping(int seed, int strokes, double start = Start)
    {
        var random = new Random(seed);
        var typed = new Behaviour();
        for (double i = 0, t = start; i < strokes; i++)
        {
            t += random.NextDouble() < 0.08 ? LogNormal(random, 900, 0.5) : LogNormal(random, 170, 0.55);
            typed.Keys.Add(new(t, t + LogNormal(random, 95, 0.3), KeyCode.LetterLeft));
        }

        return typed;
    }

    /// <summary>The zero-hold typing of a script: one key every 40 ms, up after 1 ms.</summary>
    public static Behaviour ScriptTyping(int strokes, double start = Start)
    {
        var typed = new Behaviour();
        for (var i = 0; i < strokes; i++)
            typed.Keys.Add(new(start + (i * 40), start + (i * 40) + 1, KeyCode.LetterLeft));
        return typed;
    }

    /// <summary>Minimum-jerk reaches with noise that grows with the speed, tremor and rests, at about 125 Hz.</summary>
    public static Behaviour HumanPointing(int seed, int reaches, double start = Start)
    {
        var random = new Random(seed);
        var moved = new Behaviour();
        double t = start, x = 400, y = 300;
        for (var reach = 0; reach < reaches; reach++)
        {
            var (toX, toY) = (100 + (random.NextDouble() * 1000), 100 + (random.NextDouble() * 600));
            var (fromX, fromY, length) = (x, y, 400 + (random.NextDouble() * 500));
            var (bow, last) = ((random.NextDouble() - 0.5) * 80, 0.0);
            for (double at = 8; at <= length; at += 8)
            {
                var u = at / length;
                var done = u * u * u * (10 + (u * (-15 + (6 * u))));
                var noise = (done - last) * Normal(random) * 0.25;
                last = done;
                x = fromX + ((done + noise) * (toX - fromX)) - (16 * u * u * (1 - u) * (1 - u) * bow);
                y = fromY + ((done + noise) * (toY - fromY)) + (16 * u * u * (1 - u) * (1 - u) * bow) + Math.Sin(at / 15);
                moved.Pointer.Add(new(t + at, Math.Round(x), Math.Round(y), PointerAction.Move, PointerKind.Mouse));
            }

            t += length + 300 + (random.NextDouble() * 900);
        }

        return moved;
    }

    /// <summary>Straight lines at one speed, a position every 10 ms.</summary>
    public static Behaviour ScriptPointing(int lines, double start = Start, int steps = 60)
    {
        var moved = new Behaviour();
        for (var line = 0; line < lines; line++)
        {
            var at = start + (line * ((steps * 10) + 900));
            var (dx, dy) = (line % 2 == 0 ? 7 : -7, line % 2 == 0 ? 4 : -4);
            var (x, y) = line % 2 == 0 ? (100, 100) : (100 + (steps * 7), 100 + (steps * 4));
            for (var i = 0; i <= steps; i++)
                moved.Pointer.Add(new(at + (i * 10), x + (i * dx), y + (i * dy), PointerAction.Move, PointerKind.Mouse));
        }

        return moved;
    }

    /// <summary>What an automation tool's click is: one move to the place, a press, a release; about so many ms apart.</summary>
    public static Behaviour ScriptClicking(int clicks, double pace, double start = Start)
    {
        var random = new Random(4);
        var clicked = new Behaviour();
        for (double i = 0, t = start; i < clicks; i++, t += pace * (0.7 + (0.6 * random.NextDouble())))
        {
            var (x, y) = (random.Next(20, 1200), random.Next(20, 700));
            clicked.Pointer.Add(new(t, x, y, PointerAction.Move, PointerKind.Mouse));
            clicked.Pointer.Add(new(t + 1, x, y, PointerAction.Down, PointerKind.Mouse));
            clicked.Pointer.Add(new(t + 2, x, y, PointerAction.Up, PointerKind.Mouse));
        }

        return clicked;
    }

    /// <summary>Zigzags at 15 px/ms with corners that no arm could turn.</summary>
    public static Behaviour ScriptFlinging(int times, double start = Start)
    {
        var moved = new Behaviour();
        for (var time = 0; time < times; time++)
        {
            for (var i = 0; i <= 30; i++)
                moved.Pointer.Add(
                    new(
                        start + (time * 1000) + (i * 10),
                        200 + (i % 4 * 150),
                        100 + (i / 2 % 5 * 150),
                        PointerAction.Move,
                        PointerKind.Mouse
                    )
                );
        }

        return moved;
    }

    public Behaviour With(Behaviour other)
    {
        Keys.AddRange(other.Keys);
        Pointer.AddRange(other.Pointer);
        Signals.AddRange(other.Signals);
        return this;
    }

    /// <summary>One batch with everything.</summary>
    public Batch Whole(long sequence = 1) => Between(double.NegativeInfinity, double.PositiveInfinity, sequence);

    /// <summary>Batches cut at these times, in sequence; empty ones are kept, as a client may send them.</summary>
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

    /// <summary>Batches of one second.</summary>
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
            ContentHash = Batch.HashOf(keys, pointer, signals, 0.1, 0),
            TimerResolution = 0.1,
            Keys = keys,
            Pointer = pointer,
            Signals = signals,
        };
    }

    private static double LogNormal(Random random, double median, double sigma) => median * Math.Exp(sigma * Normal(random));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
