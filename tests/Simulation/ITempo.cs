namespace Sentinel.Simulation;

/// <summary>The holds and intervals of keys.</summary>
public interface ITempo
{
    /// <summary>The next key: ms from the press before to its press, and ms for which it is held.</summary>
    (double Interval, double Hold) Next(KeyGroup key, Dice dice);
}

/// <summary>Types a text at a tempo.</summary>
public static class Typing
{
    /// <param name="tempo">The tempo.</param>
    /// <param name="dice">The source of randomness, used lazily for each key.</param>
    /// <param name="text">The keys.</param>
    /// <param name="from">ms of the first key or, with <c>lead</c>, of the interval before it.</param>
    /// <param name="lead">Whether an interval comes before the first key too.</param>
    public static IEnumerable<KeyStroke> Type(this ITempo tempo, Dice dice, IEnumerable<char> text, double from, bool lead = false)
    {
        foreach (var key in text)
        {
            var (interval, hold) = tempo.Next(Keyboard.GroupOf(key), dice);
            from += lead ? interval : 0;
            lead = true;
            yield return new(key, from, from + hold);
        }
    }
}
