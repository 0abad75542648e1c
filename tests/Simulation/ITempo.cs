namespace Sentinel.Simulation;

/// <summary>The holds and intervals of keys.</summary>
public interface ITempo
{
    /// <summary>How long a key is held, in ms.</summary>
    double Hold(Dice dice);

    /// <summary>Time from a key's press to the next press, in ms.</summary>
    double Interval(Dice dice);
}

/// <summary>Types a text at a tempo.</summary>
public static class Typing
{
    /// <param name="tempo">The tempo.</param>
    /// <param name="dice">The source of randomness, used lazily for each key.</param>
    /// <param name="text">The keys.</param>
    /// <param name="from">ms of the first key or, with <c>lead</c>, of the interval before it.</param>
    /// <param name="lead">Whether an interval comes before each key instead of after it.</param>
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
