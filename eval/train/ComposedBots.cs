using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;
using Sentinel.Simulation;
using static Sentinel.Train.RecordedBots;

namespace Sentinel.Train;

/// <summary>
/// Bots that are put together at random: how their times are distributed, in which order they come, how they depend on the keys, how holds
/// follow intervals, and when they pause. A net that has seen many such bots knows less of any single family, and more of people.
/// </summary>
internal static class ComposedBots
{
    /// <summary>How times are distributed.</summary>
    private enum Shape
    {
        Recorded, LogNormal, Normal, Weibull, Exponential, Uniform, Triangular, Two,
    }

    /// <summary>How a time depends on the times before.</summary>
    private enum Order
    {
        Independent, Correlated, Drifting, States, Recorded, Blocks,
    }

    /// <summary>When the bot pauses.</summary>
    private enum Pauses
    {
        Never, Anywhere, AfterWords, AfterPunctuation, Thinking,
    }

    private static readonly Shape[] Shapes = Enum.GetValues<Shape>();
    private static readonly Order[] Orders = Enum.GetValues<Order>();
    private static readonly Pauses[] Rests = Enum.GetValues<Pauses>();

    /// <summary>A bot's keys.</summary>
    /// <param name="text">Keys as a person pressed them.</param>
    /// <param name="person">Another person's keys, from which times may be taken.</param>
    /// <param name="leftOut">No bot is like this family of the zoo; empty for none.</param>
    /// <param name="dice">The seed.</param>
    public static Key[] Make(Key[] text, Key[] person, string leftOut, Dice dice)
    {
        Plan plan;
        do
        {
            plan = new(
                dice.Pick(Shapes), dice.Pick(Shapes), dice.Chance(0.35) ? Order.Independent : dice.Pick(Orders), dice.Chance(0.4),
                dice.Pick(Rests));
        }
        while (plan.IsLike(leftOut));
        return Play(plan, text, person, dice);
    }

    private static Key[] Play(Plan plan, Key[] text, Key[] person, Dice dice)
    {
        var (interval, hold) = (
            Quantiles(plan.Intervals, Intervals(person), dice.LogNormal(160, 0.4), dice.Between(0.1, 0.6), dice),
            Quantiles(plan.Holds, Holds(person), dice.LogNormal(85, 0.3), dice.Between(0.05, 0.35), dice));
        var (tempo, manner) = (Scores(plan.Order, person, key => key.Interval, dice), Scores(plan.Order, person, key => key.Hold, dice));
        var coupling = dice.Chance(0.5) ? 0 : dice.Between(-0.3, 0.7);
        var (pairs, groups) = plan.ByKey ? (Table(0.3, dice), Table(0.15, dice)) : (null, null);
        var (pause, spread, chance) = (dice.LogNormal(250, 0.8), dice.Between(0.1, 0.6), dice.Between(0.1, 1));
        var (typed, words) = (new Key[text.Length], 0);
        for (var i = 0; i < text.Length; i++)
        {
            var before = i > 0 ? text[i - 1].Group : KeyCode.Unknown;
            var score = tempo();
            var rests = plan.Pauses switch
            {
                Pauses.Anywhere => dice.Chance(0.08 * chance),
                Pauses.AfterWords => before == KeyCode.Space && dice.Chance(chance),
                Pauses.AfterPunctuation => before is KeyCode.Space or KeyCode.Punctuation or KeyCode.Enter,
                Pauses.Thinking => before == KeyCode.Space && --words < 0,
                _ => false,
            };
            if (rests)
                words = dice.Whole(1, 6);
            var between = interval(score) * (pairs?[Index(before, text[i].Group)] ?? 1);
            var held = hold((coupling * score) + (Math.Sqrt(1 - (coupling * coupling)) * manner())) * (groups?[(int)text[i].Group] ?? 1);
            typed[i] = new(
                text[i].Group,
                Math.Clamp(held, 12, KeyRhythm.LongestTap),
                Math.Max(20, between) + (rests ? dice.LogNormal(plan.Pauses == Pauses.Thinking ? 3 * pause : pause, spread) : 0));
        }

        return typed;
    }

    /// <summary>Times by a standard normal score.</summary>
    private static Func<double, double> Quantiles(Shape shape, double[] recorded, double madeUp, double variation, Dice dice)
    {
        var mean = dice.Chance(0.5) ? madeUp : recorded.Average() * dice.LogNormal(1, 0.15);
        var (sorted, scale) = (shape == Shape.Recorded ? recorded.Order().ToArray() : [], mean / recorded.Average());
        var (log, slow, share) = (Math.Sqrt(Math.Log(1 + (variation * variation))), dice.Between(1.4, 3), dice.Between(0.5, 0.9));
        return shape switch
        {
            Shape.Recorded => z => scale * sorted[(int)(Phi(z) * sorted.Length * 0.9999)],
            Shape.LogNormal => z => mean * Math.Exp(log * z),
            Shape.Normal => z => mean * (1 + (variation * z)),
            Shape.Weibull => z => mean / 0.9 * Math.Pow(-Math.Log(1 - (0.9999 * Phi(z))), variation),
            Shape.Exponential => z => mean * (1 - variation - (variation * Math.Log(1 - (0.9999 * Phi(z))))),
            Shape.Uniform => z => mean * (1 + (variation * 1.73 * ((2 * Phi(z)) - 1))),
            Shape.Triangular => z => mean * (1 + (variation * 2.45 * (z < 0 ? Math.Sqrt(2 * Phi(z)) - 1 : 1 - Math.Sqrt(2 * Phi(-z))))),
            _ => z => Phi(z) < share ? mean * Math.Exp(0.5 * log * z) : slow * mean * Math.Exp(0.5 * log * dice.Normal(0, 1)),
        };
    }

    /// <summary>Standard normal scores, one for each key, in an order.</summary>
    private static Func<double> Scores(Order order, Key[] person, Func<Key, double> time, Dice dice)
    {
        var (last, memory) = (0.0, order == Order.Drifting ? dice.Between(0.95, 0.995) : dice.Between(0.15, 0.9));
        var share = dice.Between(0.3, 0.9);
        switch (order)
        {
            case Order.Correlated:
                return Walk;
            case Order.Drifting:
                return () => Mixed(Walk());
            case Order.States:
                var levels = Enumerable.Range(0, dice.Whole(2, 4)).Select(_ => dice.Normal(0, 1)).ToArray();
                var (stay, level) = (dice.Between(0.5, 0.95), levels[0]);
                return () => Mixed(level = dice.Chance(stay) ? level : dice.Pick(levels));
            case Order.Recorded or Order.Blocks:
                var (ranks, at, left) = (Ranks(person, time), dice.Whole(0, person.Length - 1), 0);
                var (jitter, skips) = (dice.Chance(0.5) ? 0 : dice.Between(0.05, 0.5), dice.Between(0, 0.06));
                return () =>
                {
                    if (order == Order.Blocks && left-- == 0)
                        (at, left) = (dice.Whole(0, ranks.Length - 1), dice.Whole(2, 12));
                    at = (at + (dice.Chance(skips) ? 2 : 1)) % ranks.Length;
                    return (Math.Sqrt(1 - (jitter * jitter)) * ranks[at]) + (jitter * dice.Normal(0, 1));
                };
            default:
                return () => dice.Normal(0, 1);
        }

        double Walk() => last = (memory * last) + (Math.Sqrt(1 - (memory * memory)) * dice.Normal(0, 1));

        double Mixed(double slow) => (share * slow) + (Math.Sqrt(1 - (share * share)) * dice.Normal(0, 1));
    }

    /// <summary>The times' normal scores, in their order.</summary>
    private static double[] Ranks(Key[] person, Func<Key, double> time)
    {
        var (scores, order) = (new double[person.Length], Enumerable.Range(0, person.Length).OrderBy(i => time(person[i])).ToArray());
        for (var rank = 0; rank < order.Length; rank++)
        {
            var u = (rank + 0.5) / order.Length;
            // Logistic, which is near the normal distribution.
            scores[order[rank]] = Math.Log(u / (1 - u)) / 1.702;
        }

        return scores;
    }

    /// <summary>Factors by two groups, or by the first alone.</summary>
    private static double[] Table(double most, Dice dice)
    {
        var sigma = dice.Between(0.03, most);
        return [.. Enumerable.Range(0, TypingStep.Groups * TypingStep.Groups).Select(_ => dice.LogNormal(1, sigma))];
    }

    private static int Index(KeyCode before, KeyCode group) => ((int)before * TypingStep.Groups) + (int)group;

    /// <summary>What a bot is put together of.</summary>
    private readonly record struct Plan(Shape Intervals, Shape Holds, Order Order, bool ByKey, Pauses Pauses)
    {
        public bool IsLike(string family) => family switch
        {
            "independent" => Order is (Order.Independent or Order.Correlated)
                && Intervals is (Shape.LogNormal or Shape.Normal or Shape.Weibull or Shape.Exponential),
            "shuffling" => Order is (Order.Independent or Order.Correlated) && (Intervals == Shape.Recorded || Holds == Shape.Recorded),
            "drifting" => Order is Order.Correlated or Order.Drifting,
            "digraph" => ByKey,
            "stretching" => Order is Order.Recorded or Order.Blocks,
            "thinking" => Pauses is Pauses.Thinking or Pauses.AfterWords,
            "library" => Intervals is (Shape.Uniform or Shape.Triangular) || Holds is (Shape.Uniform or Shape.Triangular),
            "state" => Order == Order.States || Intervals == Shape.Two,
            _ => false,
        };
    }
}
