namespace Sentinel.Simulation;

/// <summary>Has recorded a person, and draws the recorded (hold, interval) pairs in any order, with a little noise.</summary>
internal sealed class ShufflingTypist : ITypist
{
    public IEnumerable<KeyStroke> Type(string text, Dice dice)
    {
        var person = Recording.Of(dice);
        var now = 0.0;
        foreach (var key in text)
        {
            var (hold, interval) = dice.Pick(person);
            yield return new(key, now, now + Math.Max(15, hold + dice.Normal(0, 4)));
            now += Math.Max(20, interval + dice.Normal(0, 8));
        }
    }
}

/// <summary>What keystroke loggers have of some people.</summary>
internal static class Recording
{
    private const int People = 300;

    private static readonly Lazy<IReadOnlyList<(double Hold, double Interval)>>[] Recorded =
        [.. Enumerable.Range(0, People).Select(person => new Lazy<IReadOnlyList<(double, double)>>(() => Record(person)))];

    /// <summary>Of one person: each key's hold and the interval to the next key, ms; pauses over 1.5 s are left out.</summary>
    public static IReadOnlyList<(double Hold, double Interval)> Of(Dice dice) => Recorded[dice.Whole(0, People - 1)].Value;

    private static IReadOnlyList<(double Hold, double Interval)> Record(int person)
    {
        var (performance, dice) = (new Performance(), new Dice(1, "recorded", person));
        new Hand(dice).Type(performance, Sentences.Text(dice, 6), 0);
        var strokes = performance.Keys.OrderBy(stroke => stroke.Down).ToList();
        return
        [
            .. strokes.Zip(strokes.Skip(1), (stroke, next) => (stroke.Up - stroke.Down, next.Down - stroke.Down))
                .Where(pair => pair.Item2 is > 0 and < 1_500),
        ];
    }
}
