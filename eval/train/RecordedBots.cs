using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;
using Sentinel.Simulation;

namespace Sentinel.Train;

/// <summary>A construction of generated typing: keys as one person pressed them, with times made from a person's.</summary>
/// <param name="Name">Of the family.</param>
/// <param name="Kin">The family of the zoo that is built alike; both are left out together. Empty for none.</param>
/// <param name="Make">The bot's keys from the text's keys and a person's recorded ones.</param>
internal sealed record RecordedBot(string Name, string Kin, Func<Key[], Key[], Dice, Key[]> Make);

/// <summary>Bots whose times are made from recordings of people, in ways that differ from each other.</summary>
internal static class RecordedBots
{
    public static IReadOnlyList<RecordedBot> All { get; } =
    [
        new("normal", "independent", (text, person, dice) =>
        {
            var (holds, intervals) = (Spread.Of(Holds(person)), Spread.Of(Intervals(person)));
            var (narrow, wide) = (dice.Between(0.5, 1), dice.Between(0.4, 1));
            return Typing(text, _ => (
                Math.Max(15, dice.Normal(holds.Mean, narrow * holds.Deviation)),
                Math.Max(25, dice.Normal(intervals.Mean, wide * intervals.Deviation))));
        }),
        new("log-normal", "independent", (text, person, dice) =>
        {
            var (holds, intervals) = (Spread.OfLogs(Holds(person)), Spread.OfLogs(Intervals(person)));
            return Typing(text, _ => (Exp(holds, dice), Exp(intervals, dice)));
        }),
        new("gamma", "independent", (text, person, dice) =>
        {
            var (holds, intervals) = (Spread.Of(Holds(person)), Spread.Of(Intervals(person)));
            var slower = dice.Between(0, 1);
            return Typing(text, i => (
                Gamma(holds, dice), Gamma(intervals, dice) * (i > 0 && text[i - 1].Group == KeyCode.Space ? 1 + slower : 1)));
        }),
        new("resampled", "shuffling", (text, person, dice) =>
        {
            var (holds, intervals) = (Holds(person), Intervals(person));
            return Typing(text, _ => (dice.Pick(holds) + dice.Normal(0, 3), dice.Pick(intervals) + dice.Normal(0, 5)));
        }),
        new("pairs", "shuffling", (text, person, dice) => Typing(text, _ =>
        {
            var key = dice.Pick(person);
            return (key.Hold + dice.Normal(0, 3), key.Interval + dice.Normal(0, 5));
        })),
        new("blocks", "stretching", (text, person, dice) =>
        {
            var (at, left) = (0, 0);
            return Typing(text, _ =>
            {
                if (left-- == 0)
                    (at, left) = (dice.Whole(0, person.Length - 12), dice.Whole(2, 10));
                var key = person[at++];
                return (key.Hold, key.Interval);
            });
        }),
        new("another-text", "stretching", (text, person, dice) =>
        {
            var (at, stretch, jitter) = (dice.Whole(0, person.Length - 1), dice.Between(0.85, 1.15), dice.Between(0, 8));
            return Typing(text, _ =>
            {
                var key = person[at++ % person.Length];
                return ((key.Hold * stretch) + dice.Normal(0, jitter), (key.Interval * stretch) + dice.Normal(0, jitter));
            });
        }),
        new("by-pair", "digraph", (text, person, dice) =>
        {
            var (pairs, groups) = (Pairs(person), ByGroup(person));
            var (whole, correlation, tempo) = (Intervals(person).Order().ToArray(), dice.Between(0, 0.7), 0.0);
            return Typing(text, i =>
            {
                tempo = (correlation * tempo) + (Math.Sqrt(1 - (correlation * correlation)) * dice.Normal(0, 1));
                var pool = i > 0 && pairs.TryGetValue((text[i - 1].Group, text[i].Group), out var known) ? known : whole;
                var hold = groups.TryGetValue(text[i].Group, out var some) ? dice.Pick(some) : 90;
                return (hold, pool[(int)(Phi(tempo) * pool.Length * 0.9999)]);
            });
        }),
        new("by-group", "digraph", (text, person, dice) =>
        {
            var (pairs, groups) = (Pairs(person), ByGroup(person));
            var (whole, noise) = (Spread.Of(Intervals(person)), dice.Between(0.15, 0.4));
            return Typing(text, i =>
            {
                var mean = i > 0 && pairs.TryGetValue((text[i - 1].Group, text[i].Group), out var known) ? known.Average() : whole.Mean;
                var hold = groups.TryGetValue(text[i].Group, out var some) ? some.Average() : 90;
                return (Math.Max(15, dice.Normal(hold, noise * hold)), Math.Max(25, dice.Normal(mean, noise * mean)));
            });
        }),
        new("tempo", "drifting", (text, person, dice) =>
        {
            var (holds, intervals) = (Spread.OfLogs(Holds(person)), Spread.OfLogs(Intervals(person)));
            var (memory, coupling, tempo) = (dice.Between(0.2, 0.9), dice.Between(-0.2, 0.6), 0.0);
            return Typing(text, _ =>
            {
                tempo = (memory * tempo) + (Math.Sqrt(1 - (memory * memory)) * dice.Normal(0, 1));
                var own = Math.Sqrt(1 - (coupling * coupling)) * dice.Normal(0, 1);
                return (
                    Math.Exp(holds.Mean + (holds.Deviation * ((coupling * tempo) + own))),
                    Math.Exp(intervals.Mean + (intervals.Deviation * tempo)));
            });
        }),
        new("tempos", "state", (text, person, dice) =>
        {
            var sorted = Intervals(person).Order().ToArray();
            var (holds, states, stay, state) = (Holds(person), dice.Whole(2, 4), dice.Between(0.5, 0.92), 0);
            return Typing(text, _ =>
            {
                state = dice.Chance(stay) ? state : dice.Whole(0, states - 1);
                return (dice.Pick(holds), sorted[(int)((state + dice.Between(0, 0.9999)) / states * sorted.Length)]);
            });
        }),
        new("uniform", "library", (text, person, dice) =>
        {
            var (holds, intervals) = (Spread.Of(Holds(person)), Spread.Of(Intervals(person)));
            var (width, word) = (dice.Between(0.4, 1), dice.Between(0, 1.5));
            return Typing(text, i => (
                Math.Max(15, holds.Mean * (1 + dice.Between(-0.5, 0.5))),
                intervals.Mean * (1 + dice.Between(-width, width)) * (i > 0 && text[i - 1].Group == KeyCode.Space ? 1 + word : 1)));
        }),
        new("thinks", "thinking", (text, person, dice) =>
        {
            var (holds, intervals) = (Spread.Of(Holds(person)), Spread.Of(Intervals(person)));
            var (spread, words, pause) = (dice.Between(0.15, 0.4), 0, dice.LogNormal(1_000, 0.4));
            return Typing(text, i =>
            {
                var thinks = i > 0 && text[i - 1].Group == KeyCode.Space && --words < 0;
                words = thinks ? dice.Whole(1, 6) : words;
                return (
                    Math.Max(15, dice.Normal(holds.Mean, spread * holds.Mean)),
                    Math.Max(25, dice.Normal(0.7 * intervals.Mean, spread * intervals.Mean)) + (thinks ? dice.LogNormal(pause, 0.35) : 0));
            });
        }),
        new("one-way", "", (text, person, dice) =>
        {
            // Holds from a clock, intervals from a person, or the reverse.
            var (holds, intervals, steady) = (Holds(person), Spread.OfLogs(Intervals(person)), dice.Between(0.02, 0.15));
            var (mean, swapped) = (holds.Average(), dice.Chance(0.3));
            var at = dice.Whole(0, person.Length - 1);
            return Typing(text, _ =>
            {
                var key = person[at++ % person.Length];
                return swapped
                    ? (key.Hold, Exp(intervals, dice))
                    : (mean * (1 + dice.Normal(0, steady)), key.Interval);
            });
        }),
    ];

    /// <summary>What any driver may do besides: rest before words, take back wrong keys, never overlap keys, go slower or faster.</summary>
    public static Key[] Habits(Key[] keys, Dice dice)
    {
        var (rests, errors, apart) = (
            dice.Chance(0.3) ? dice.Between(0.05, 0.6) : 0, dice.Chance(0.2) ? dice.Between(0.01, 0.08) : 0, dice.Chance(0.2));
        var (rest, spread, pace) = (dice.LogNormal(900, 0.5), dice.Between(0, 0.6), dice.Chance(0.3) ? dice.LogNormal(1, 0.2) : 1);
        var changed = new List<Key>(keys.Length);
        foreach (var key in keys)
        {
            var word = changed.Count > 0 && changed[^1].Group == KeyCode.Space;
            var interval = (key.Interval * pace) + (word && dice.Chance(rests) ? dice.LogNormal(rest, spread) : 0);
            if (errors > 0 && dice.Chance(errors))
            {
                changed.Add(new(dice.Pick([KeyCode.LetterLeft, KeyCode.LetterRight]), key.Hold, interval));
                changed.Add(new(KeyCode.Edit, key.Hold * dice.LogNormal(1, 0.2), dice.LogNormal(250, 0.4)));
            }

            changed.Add(key with { Interval = apart && changed.Count > 0 ? Math.Max(interval, changed[^1].Hold + 8) : interval });
        }

        return [.. changed];
    }

    private static Key[] Typing(Key[] text, Func<int, (double Hold, double Interval)> times)
    {
        var typed = new Key[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var (hold, interval) = times(i);
            typed[i] = new(text[i].Group, Math.Max(10, hold), Math.Max(8, double.IsNaN(interval) ? 300 : interval));
        }

        return typed;
    }

    /// <summary>Of taps, ms.</summary>
    public static double[] Holds(Key[] keys) => [.. keys.Select(key => key.Hold).Where(hold => hold is > 5 and < KeyRhythm.LongestTap)];

    /// <summary>Between presses, ms, without pauses.</summary>
    public static double[] Intervals(Key[] keys) => [.. keys.Select(key => key.Interval).Where(ms => ms is > 5 and < KeyRhythm.Pause)];

    private static Dictionary<(KeyCode, KeyCode), double[]> Pairs(Key[] keys) => keys.Zip(keys.Skip(1))
        .Where(pair => pair.Second.Interval is > 5 and < KeyRhythm.Pause)
        .GroupBy(pair => (pair.First.Group, pair.Second.Group), pair => pair.Second.Interval)
        .Where(group => group.Count() > 3)
        .ToDictionary(group => group.Key, group => group.Order().ToArray());

    private static Dictionary<KeyCode, double[]> ByGroup(Key[] keys) => keys
        .Where(key => key.Hold is > 5 and < KeyRhythm.LongestTap)
        .GroupBy(key => key.Group, key => key.Hold)
        .ToDictionary(group => group.Key, group => group.ToArray());

    private static double Exp(Spread logs, Dice dice) => Math.Exp(dice.Normal(logs.Mean, logs.Deviation));

    /// <summary>A gamma variable with this mean and deviation (Marsaglia and Tsang 2000).</summary>
    private static double Gamma(Spread of, Dice dice)
    {
        var shape = Math.Max(1.2, of.Mean * of.Mean / (of.Deviation * of.Deviation));
        var (d, scale) = (shape - (1.0 / 3), of.Mean / shape);
        while (true)
        {
            var x = dice.Normal(0, 1);
            var v = Math.Pow(1 + (x / Math.Sqrt(9 * d)), 3);
            if (v > 0 && Math.Log(dice.Between(1e-12, 1)) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                return d * v * scale;
        }
    }

    /// <summary>The normal distribution function, nearly.</summary>
    public static double Phi(double z) => 1 / (1 + Math.Exp((-1.5976 * z) - (0.07056 * z * z * z)));

    private readonly record struct Spread(double Mean, double Deviation)
    {
        public static Spread OfLogs(IEnumerable<double> values) => Of(values.Select(value => Math.Log(value)));

        public static Spread Of(IEnumerable<double> values)
        {
            var list = values.ToList();
            var mean = list.Average();
            return new(mean, Math.Sqrt(list.Average(value => (value - mean) * (value - mean))));
        }
    }
}
