using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>Somebody with a speed, a bend and a habit of direction of their own.</summary>
internal sealed class Mover(int seed)
{
    private readonly Random dice = new(seed);
    private readonly double speed = 0.3 + (1.5 * new Random(seed * 7).NextDouble());
    private readonly double bend = 0.5 * new Random(seed * 13).NextDouble();
    private readonly double habit = 6.28 * new Random(seed * 17).NextDouble();

    public List<StrokeWindow> Strokes(int count)
    {
        var motion = default(PointerMotion);
        List<StrokeWindow> strokes = [];
        foreach (var sample in Samples(1_000))
        {
            if (motion.Add(sample, 1, out var window)) strokes.Add(window);
            if (strokes.Count == count) break;
        }

        return strokes;
    }

    /// <summary>As they would be kept.</summary>
    public StrokeSample[] Kept(int count) => [.. Strokes(count).Select(stroke => StrokeSample.Of(stroke)).OfType<StrokeSample>()];

    /// <summary>Movements without end.</summary>
    /// <param name="from">Client ms before the first.</param>
    public IEnumerable<PointerSample> Samples(double from)
    {
        var (t, x, y) = (from, 500.0, 500.0);
        while (true)
        {
            t += 300 + (400 * dice.NextDouble());
            var (direction, length) = (habit + dice.NextDouble(), 150 + (300 * dice.NextDouble()));
            var steps = (int)(length / speed / 10) + 6;
            for (var i = 1; i <= steps; i++)
            {
                var pace = length / steps * (0.4 + (1.2 * Math.Sin(Math.PI * i / steps)));
                var heading = direction + (bend * Math.Sin(2 * Math.PI * i / steps)) + (0.1 * dice.NextDouble());
                (t, x, y) = (t + 10, x + (pace * Math.Cos(heading)), y + (pace * Math.Sin(heading)));
                if (Math.Abs(x) > 4_000 || Math.Abs(y) > 4_000) (x, y) = (500, 500);
                yield return new(t, Math.Round(x), Math.Round(y), PointerAction.Move, PointerKind.Mouse);
            }
        }
    }
}
