namespace Sentinel.Simulation;

/// <summary>
/// A library for "human" mice: a cubic Bézier curve with an easing function, a random offset of each point, and an overshoot that is
/// corrected by a second curve.
/// </summary>
internal sealed class EasedPath(Dice habits) : IPath
{
    private readonly double spread = habits.Between(0.05, 0.3);
    private readonly double jitter = habits.Between(0.2, 1.2);
    private readonly double interval = habits.Pick([8.0, 10, 1000.0 / 60]);

    public IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice)
    {
        var distance = Math.Sqrt(Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2));
        var over = distance > 500 ? (to.X + dice.Normal(0, 20), to.Y + dice.Normal(0, 20)) : to;
        var now = 0.0;
        foreach (var sample in Curve(from, over, distance, 0, dice))
        {
            now = sample.T;
            yield return sample;
        }

        if (over == to)
            yield break;
        foreach (var sample in Curve(over, to, 60, now + interval, dice))
            yield return sample;
    }

    private IEnumerable<PointerSample> Curve((double X, double Y) a, (double X, double Y) d, double distance, double start, Dice dice)
    {
        var (b, c) = (Control(0.3), Control(0.7));
        var steps = (int)Math.Max(8, (300 + (0.5 * distance)) / interval);
        for (var i = 0; i <= steps; i++)
        {
            var u = Ease((double)i / steps);
            var (p, q, r, s) = (Math.Pow(1 - u, 3), 3 * u * (1 - u) * (1 - u), 3 * u * u * (1 - u), u * u * u);
            yield return new(
                start + (i * interval) + dice.Between(0, 0.5),
                (p * a.X) + (q * b.X) + (r * c.X) + (s * d.X) + dice.Normal(0, jitter),
                (p * a.Y) + (q * b.Y) + (r * c.Y) + (s * d.Y) + dice.Normal(0, jitter));
        }

        (double X, double Y) Control(double at) => (
            a.X + (at * (d.X - a.X)) + dice.Normal(0, spread * distance),
            a.Y + (at * (d.Y - a.Y)) + dice.Normal(0, spread * distance));
    }

    private static double Ease(double u) => u < 0.5 ? 4 * u * u * u : 1 - (Math.Pow((-2 * u) + 2, 3) / 2);
}
