using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;
using Sentinel.Simulation;

namespace Sentinel.Train;

/// <summary>One key stroke of a sequence: the group, and hold and interval in ms.</summary>
internal readonly record struct Key(KeyCode Group, double Hold, double Interval);

/// <summary>Typing, as a person's or a bot's keys come.</summary>
internal static class Typed
{
    private static readonly KeyCode[] Codes = [.. Enum.GetValues<KeyGroup>().Select(group => Enum.Parse<KeyCode>(group.ToString()))];

    public static Key[] Of(Sentinel.Replay.Recording recording) =>
        Of(recording.Keys.Select(key => (Codes[(int)key.Group], key.Down, key.Up ?? double.NaN)));

    public static Key[] Of(Performance performance) =>
        Of(performance.Keys.OrderBy(key => key.Down).Select(key => (Codes[(int)Keyboard.GroupOf(key.Key)], key.Down, key.Up)));

    private static Key[] Of(IEnumerable<(KeyCode Group, double Down, double Up)> keys)
    {
        var (list, last, before) = (new List<Key>(), double.NaN, KeyCode.Unknown);
        foreach (var (group, down, up) in keys)
        {
            var interval = down - last;
            var skipped = KeyRhythm.IsOfRun(group, before, interval) || interval < TypingStep.ShortestInterval;
            (last, before) = (down, group);
            if (!skipped)
                list.Add(new(group, up - down, interval));
        }

        return [.. list];
    }

    /// <summary>The keys as a client reports them.</summary>
    public static Key[] Delivered(ReadOnlySpan<Key> keys, Distortion distortion)
    {
        var delivered = new Key[keys.Length];
        var (down, last) = (1_000.0, double.NaN);
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i];
            down += double.IsNaN(key.Interval) ? 500 : key.Interval;
            var (seen, released) = (distortion.At(down, i), distortion.At(down + key.Hold, i));
            delivered[i] = new(distortion.GroupOf(key.Group), released - seen, seen - last);
            last = seen;
        }

        return delivered;
    }

    /// <summary>The steps of the net.</summary>
    public static TypingStep[] Steps(ReadOnlySpan<Key> keys)
    {
        var steps = new TypingStep[keys.Length];
        var (lastHold, before) = (double.NaN, KeyCode.Unknown);
        for (var i = 0; i < keys.Length; i++)
        {
            var (group, hold, interval) = keys[i];
            steps[i] = TypingStep.Of(hold, interval, lastHold, group, before);
            (lastHold, before) = (hold, group);
        }

        return steps;
    }
}

/// <summary>
/// What a client does to times, and what a text does to keys: the timer's step, jitter of the way, and other keys than in prose. People and
/// bots are distorted alike, so that the net learns neither.
/// </summary>
/// <param name="Step">The timer's step, ms.</param>
/// <param name="Jitter">The longest delay of an event, ms.</param>
/// <param name="Groups">The group that each group is taken for; null for itself.</param>
/// <param name="Seed">Of the jitter.</param>
internal sealed record Distortion(double Step, double Jitter, KeyCode[]? Groups, int Seed)
{
    public static readonly Distortion None = new(1, 0, null, 0);

    private static readonly double[] Timers = [0.1, 1, 1, 1, 1, 2, 4, 8, 15.6, 16.67];

    /// <summary>What a client may do, each alone.</summary>
    public static IReadOnlyList<(string Name, Func<Dice, Distortion> Draw)> Kinds { get; } =
    [
        ("timers", dice => None with { Step = dice.Pick([4, 8, 15.6, 16.67]) }),
        ("jitter", dice => None with { Jitter = dice.Between(1, 15), Seed = dice.Whole(0, 1 << 20) }),
        ("labels", dice => None with { Groups = Relabelled(dice) }),
    ];

    /// <param name="leftOut">One of <see cref="Kinds"/> that it is not; anything else for none.</param>
    /// <param name="dice">The seed.</param>
    public static Distortion Draw(string leftOut, Dice dice) => new(
        leftOut == "timers" ? 1 : dice.Pick(Timers),
        leftOut != "jitter" && dice.Chance(0.1) ? dice.Between(1, 15) : 0,
        leftOut != "labels" && dice.Chance(0.35) ? Relabelled(dice) : null,
        dice.Whole(0, 1 << 20));

    public KeyCode GroupOf(KeyCode group) => Groups?[(int)group] ?? group;

    public double At(double t, int key)
    {
        if (Jitter > 0)
            t += Jitter * new Random(Seed ^ (key * 7_919) ^ (int)((long)(t * 10) & 0xFFFFFF)).NextDouble();
        return Math.Floor(t / Step) * Step;
    }

    private static KeyCode[] Relabelled(Dice dice)
    {
        var share = dice.Between(0.1, 1);
        return [.. Enumerable.Range(0, TypingStep.Groups).Select(group =>
            (KeyCode)(dice.Chance(share) ? dice.Whole((int)KeyCode.LetterLeft, (int)KeyCode.Masked) : group))];
    }
}
