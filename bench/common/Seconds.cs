namespace Sentinel.Bench;

/// <summary>A key of a second of input; times in ms from the second's start.</summary>
internal readonly record struct Key(double Down, double Up);

/// <summary>A pointer position of it.</summary>
internal readonly record struct Sample(double T, int X, int Y);

/// <summary>
/// Seconds of one person who types and points at once: ten key strokes with log-normal holds and intervals and an occasional pause, and
/// forty positions of a reach of minimum jerk (Flash and Hogan 1985) with a bow and noise that grows with the speed, then a rest. Seeded.
/// </summary>
internal sealed record Second(Key[] Keys, Sample[] Pointer)
{
    private const int Strokes = 10;
    private const int Positions = 40;

    public static IReadOnlyList<Second> Generate(int count, int seed)
    {
        var dice = new Random(seed);
        var (x, y) = (400.0, 300.0);
        return [.. Enumerable.Range(0, count).Select(_ => new Second(FreeText(dice), Pointing(dice, ref x, ref y)))];
    }

    /// <summary>As many strokes as a second has, their intervals drawn and then fitted into it.</summary>
    private static Key[] FreeText(Random dice)
    {
        var intervals = Enumerable
            .Range(0, Strokes)
            .Select(_ => dice.NextDouble() < 0.1 ? LogNormal(dice, 320, 0.4) : LogNormal(dice, 88, 0.4))
            .ToArray();
        var (fit, t) = (1000 / intervals.Sum(), 0.0);
        return [.. intervals.Select(interval =>
        {
            var down = t;
            t += interval * fit;
            return new Key(Math.Round(down, 1), Math.Round(down + LogNormal(dice, 95, 0.3), 1));
        })];
    }

    /// <summary>One reach from where the pointer is, then a rest of at least 260 ms, which ends the stroke.</summary>
    private static Sample[] Pointing(Random dice, ref double x, ref double y)
    {
        var samples = new Sample[Positions];
        var (fromX, fromY, toX, toY) = (x, y, 100 + (dice.NextDouble() * 1000), 100 + (dice.NextDouble() * 600));
        var (start, step, bow, last) = (dice.NextDouble() * 30, 14 + (dice.NextDouble() * 3), (dice.NextDouble() - 0.5) * 80, 0.0);
        for (var i = 0; i < Positions; i++)
        {
            var at = (i + 1 + (dice.NextDouble() * 0.05)) * step;
            var u = Math.Min(1, at / (Positions * step));
            var done = u * u * u * (10 + (u * (-15 + (6 * u))));
            var noise = (done - last) * Normal(dice) * 0.25;
            var side = 16 * u * u * (1 - u) * (1 - u) * bow;
            last = done;
            (x, y) = (fromX + ((done + noise) * (toX - fromX)) - side, fromY + ((done + noise) * (toY - fromY)) + side + Math.Sin(at / 15));
            samples[i] = new(Math.Round(start + at, 1), (int)x, (int)y);
        }

        return samples;
    }

    private static double LogNormal(Random dice, double median, double sigma) => median * Math.Exp(sigma * Normal(dice));

    private static double Normal(Random dice) =>
        Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());
}
