namespace Sentinel.Browser.Tests;

/// <summary>Generated typing, as gestures.</summary>
public static class Scores
{
    /// <summary>Typing with the spread of a person's: log-normal holds and intervals, keys that roll over each other.</summary>
    public static IEnumerable<Gesture> Generated(string text, int seed, double from = 0)
    {
        var dice = new Random(seed);
        foreach (var character in text)
        {
            var key = Keyboard.OfCharacter(character);
            yield return Gesture.Key(from, true, key);
            yield return Gesture.Key(from + Math.Max(30, LogNormal(dice, 95, 0.28)), false, key);
            from += Math.Max(35, LogNormal(dice, 150, 0.5));
        }
    }

    private static double Normal(Random dice) =>
        Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());

    private static double LogNormal(Random dice, double median, double sigma) => median * Math.Exp(sigma * Normal(dice));
}
