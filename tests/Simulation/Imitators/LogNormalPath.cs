namespace Sentinel.Simulation;

/// <summary>
/// The kinematic theory of rapid movements (Plamondon 1995): two or three overlapping strokes whose speeds are log-normal in time and whose
/// directions turn along an arc.
/// </summary>
internal sealed class LogNormalPath(Dice habits) : IPath
{
    private readonly double bow = habits.Normal(0, 0.15);
    private readonly double interval = habits.Pick([8.0, 10, 1000.0 / 60]);

    public IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var first = dice.Between(0.85, 1.08);
        (double Start, double Mu, double Sigma, double Share, double Turn)[] strokes =
        [
            (0, Math.Log(dice.Between(180, 320)), dice.Between(0.2, 0.35), first, bow + dice.Normal(0, 0.05)),
            (dice.Between(180, 300), Math.Log(dice.Between(140, 240)), dice.Between(0.2, 0.35), 1 - first, dice.Normal(0, 0.1)),
        ];
        for (var t = 0.0; t < 1_100; t += interval)
        {
            var (x, y) = (from.X, from.Y);
            foreach (var (start, mu, sigma, share, turn) in strokes)
            {
                var done = t <= start ? 0 : Normal((Math.Log(t - start) - mu) / sigma);
                // Along an arc: the side is largest in the middle of the stroke.
                var side = turn * Math.Sin(Math.PI * done) * share;
                (x, y) = (x + (share * done * dx) - (side * dy), y + (share * done * dy) + (side * dx));
            }

            yield return new(t + dice.Between(0, 0.4), x + dice.Normal(0, 0.3), y + dice.Normal(0, 0.3));
        }
    }

    /// <summary>The normal distribution, by its logistic approximation.</summary>
    private static double Normal(double z) => 1 / (1 + Math.Exp((-1.5976 * z) - (0.07056 * z * z * z)));
}
