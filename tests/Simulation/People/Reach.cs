namespace Sentinel.Simulation;

/// <summary>
/// One minimum-jerk reach (Flash and Hogan 1985) with a bow, tremor, and noise that grows with speed. Request its positions in order of
/// time.
/// </summary>
/// <param name="from">px.</param>
/// <param name="to">px.</param>
/// <param name="bow">Distance in px of the path's middle from the straight line.</param>
/// <param name="length">ms.</param>
public sealed class Reach((double X, double Y) from, (double X, double Y) to, double bow, double length)
{
    private double _last;

    /// <summary>The completed part of a minimum-jerk movement at 0..1 of its time.</summary>
    public static double Done(double u) => u * u * u * (10 + u * (-15 + 6 * u));

    /// <summary>The relative height of the bow at 0..1 of the time; 1 in the middle.</summary>
    public static double Bow(double u) => 16 * u * u * (1 - u) * (1 - u);

    /// <summary>Reaches with rests between them, at about 125 Hz, in whole px.</summary>
    public static IEnumerable<PointerSample> Several(Dice dice, int count, double start)
    {
        const double Step = 8;
        var (t, at) = (start, (X: 400.0, Y: 300.0));
        for (var i = 0; i < count; i++)
        {
            var (to, length) = (Target(dice), 400 + dice.Between(0, 500));
            var reach = new Reach(at, to, dice.Between(-40, 40), length);
            for (var passed = Step; passed <= length; passed += Step)
            {
                at = reach.At(dice, passed);
                yield return new(t + passed, Math.Round(at.X), Math.Round(at.Y));
            }

            t += length + 300 + dice.Between(0, 900);
        }
    }

    /// <summary>A random position on a screen.</summary>
    internal static (double X, double Y) Target(Dice dice) => (dice.Between(100, 1100), dice.Between(100, 700));

    /// <param name="dice">The source of the noise.</param>
    /// <param name="t">ms from the start.</param>
    internal (double X, double Y) At(Dice dice, double t)
    {
        var u = Math.Min(1, t / length);
        var done = Done(u);
        var noise = (done - _last) * dice.Normal(0, 0.25);
        var side = Bow(u) * bow;
        _last = done;
        return (
            from.X + (done + noise) * (to.X - from.X) - side,
            from.Y + (done + noise) * (to.Y - from.Y) + side + Math.Sin(t / 15)
        );
    }
}
