namespace Sentinel.Simulation;

/// <summary>How long keys are held and how they follow each other.</summary>
public interface ITempo
{
    /// <summary>ms for which a key is held.</summary>
    double Hold(Dice dice);

    /// <summary>ms from a key's press to the next one's.</summary>
    double Interval(Dice dice);
}

/// <summary>The keys of a text, struck at a tempo.</summary>
public static class Typing
{
    /// <param name="tempo">Whose.</param>
    /// <param name="dice">Rolled for each key as it is taken.</param>
    /// <param name="text">The keys.</param>
    /// <param name="from">ms of the first, or, with a lead, of the interval before it.</param>
    /// <param name="lead">Whether an interval goes before each key instead of after it.</param>
    public static IEnumerable<KeyStroke> Type(this ITempo tempo, Dice dice, IEnumerable<char> text, double from, bool lead = false)
    {
        foreach (var key in text)
        {
            if (lead) from += tempo.Interval(dice);
            yield return new(key, from, from + tempo.Hold(dice));
            if (!lead) from += tempo.Interval(dice);
        }
    }
}
