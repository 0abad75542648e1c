namespace Sentinel.Bench;

/// <summary>A key of a second of input; times in ms from the second's start.</summary>
internal readonly record struct Key(double Down, double Up);

/// <summary>A pointer position of it.</summary>
internal readonly record struct Sample(double T, int X, int Y);

/// <summary>
/// Seconds of one person who types and points at once: ten key strokes with log-normal holds and intervals, and forty positions of reaches of
/// minimum jerk (Flash and Hogan 1985) with a bow, noise that grows with the speed, and rests. Seeded.
/// </summary>
internal sealed record Second(Key[] Keys, Sample[] Pointer)
{
    private const int Strokes = 10;
    private const int Positions = 40;

    public static IReadOnlyList<Second> Generate(int count, int seed)
    {
        var dice = new Random(seed);
        var (keys, samples) = (Typing(dice, count), Pointing(dice, count));
        return [.. Enumerable.Range(0, count).Select(second => new Second(
            [.. keys.Where(key => key.Down >= second * 1000 && key.Down < (second + 1) * 1000).Take(Strokes).Select(key => new Key(key.Down - (second * 1000), key.Up - (second * 1000)))],
            [.. samples.Where(sample => sample.T >= second * 1000 && sample.T < (second + 1) * 1000).Take(Positions).Select(sample => sample with { T = sample.T - (second * 1000) })]))];
    }

    private static List<Key> Typing(Random dice, int seconds)
    {
        List<Key> keys = [];
        for (var t = 10.0; t < seconds * 1000; t += 5 + LogNormal(dice, 88, 0.35)) keys.Add(new(Math.Round(t, 1), Math.Round(t + LogNormal(dice, 95, 0.3), 1)));
        return keys;
    }

    private static List<Sample> Pointing(Random dice, int seconds)
    {
        List<Sample> samples = [];
        var (x, y) = (400.0, 300.0);
        for (var t = 0.0; t < seconds * 1000;)
        {
            var (fromX, fromY, toX, toY) = (x, y, 100 + (dice.NextDouble() * 1000), 100 + (dice.NextDouble() * 600));
            var (length, bow, last) = (400 + (dice.NextDouble() * 500), (dice.NextDouble() - 0.5) * 80, 0.0);
            for (var at = 18.0; at <= length; at += 18 + (dice.NextDouble() * 0.8))
            {
                var u = at / length;
                var done = u * u * u * (10 + (u * (-15 + (6 * u))));
                var noise = (done - last) * Normal(dice) * 0.25;
                var side = 16 * u * u * (1 - u) * (1 - u) * bow;
                last = done;
                (x, y) = (fromX + ((done + noise) * (toX - fromX)) - side, fromY + ((done + noise) * (toY - fromY)) + side + Math.Sin(at / 15));
                samples.Add(new(Math.Round(t + at, 1), (int)x, (int)y));
            }

            t += length + 260 + (dice.NextDouble() * 200);
        }

        return samples;
    }

    private static double LogNormal(Random dice, double median, double sigma) => median * Math.Exp(sigma * Normal(dice));

    private static double Normal(Random dice) => Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());
}
