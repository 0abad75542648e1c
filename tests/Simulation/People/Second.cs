namespace Sentinel.Simulation;

/// <summary>
/// Seconds of one person who types and points at once: ten key strokes and forty positions of a reach, then a rest. Times are in ms from
/// the second's start, in the 0.1 ms steps of a browser's clock.
/// </summary>
public sealed record Second(IReadOnlyList<KeyStroke> Keys, IReadOnlyList<PointerSample> Pointer)
{
    private const int Strokes = 10;
    private const int Positions = 40;

    public static IReadOnlyList<Second> Generate(int count, int seed)
    {
        var dice = new Dice(seed);
        var path = new HumanPath(dice);
        var at = (X: 400.0, Y: 300.0);
        return [.. Enumerable.Range(0, count).Select(_ => new Second(Typed(dice), Pointed(path, dice, ref at)))];
    }

    /// <summary>The key strokes of one second; their intervals are drawn and then scaled to fit.</summary>
    private static KeyStroke[] Typed(Dice dice)
    {
        var intervals = Enumerable.Range(0, Strokes).Select(_ => Interval(dice)).ToArray();
        var (fit, t) = (1000 / intervals.Sum(), 0.0);
        return [.. intervals.Select(interval =>
        {
            var down = t;
            t += interval * fit;
            return new KeyStroke('f', Math.Round(down, 1), Math.Round(down + dice.LogNormal(95, 0.3), 1));
        })];
    }

    /// <summary>In a hurry, with a pause now and then.</summary>
    private static double Interval(Dice dice) => dice.Chance(0.1) ? dice.LogNormal(320, 0.4) : dice.LogNormal(88, 0.4);

    /// <summary>
    /// One reach from the pointer's position that takes about as long as forty positions, then a rest of at least 260 ms, which ends it.
    /// </summary>
    private static PointerSample[] Pointed(HumanPath path, Dice dice, ref (double X, double Y) at)
    {
        var samples = new PointerSample[Positions];
        var (start, step) = (dice.Between(0, 30), dice.Between(14, 17));
        var way = Track.Of(at, path.Between(at, Reaches.Target(dice), dice), 1);
        while (way.Length is < 500 or > 800)
            way = Track.Of(at, path.Between(at, Reaches.Target(dice), dice), 1);
        for (var i = 0; i < Positions; i++)
        {
            var t = (i + 1 + dice.Between(0, 0.05)) * step;
            at = way.At(t * way.Length / (Positions * step));
            samples[i] = new(Math.Round(start + t, 1), Math.Truncate(at.X), Math.Truncate(at.Y));
        }

        return samples;
    }
}
