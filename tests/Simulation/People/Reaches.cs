namespace Sentinel.Simulation;

/// <summary>A person's reaches with rests between them, at about 125 Hz, in whole px.</summary>
public static class Reaches
{
    private const double Step = 8;

    public static IEnumerable<PointerSample> Several(Dice dice, int count, double start)
    {
        var (path, t, at) = (new HumanPath(dice), start, (X: 400.0, Y: 300.0));
        for (var i = 0; i < count; i++)
        {
            var way = Track.Of(at, path.Between(at, Target(dice), dice), 1);
            for (var passed = Step; passed <= way.Length; passed += Step)
            {
                at = way.At(passed);
                yield return new(t + passed, Math.Round(at.X), Math.Round(at.Y));
            }

            t += way.Length + 300 + dice.Between(0, 900);
        }
    }

    /// <summary>A random position on a screen.</summary>
    internal static (double X, double Y) Target(Dice dice) => (dice.Between(100, 1100), dice.Between(100, 700));
}
