using System.Globalization;
using Sentinel.Domain.Detection.Pattern;
using Sentinel.Domain.Features;
using Sentinel.Domain.Trust;
using Sentinel.Simulation;

namespace Sentinel.Train;

/// <summary>
/// Fits the typing net to windows of people against windows of bots, half each. The bots are those of the zoo, those made from people's
/// recordings, and those put together at random. Then scales its score to nats, so that its evidence is full in at most five of a thousand
/// sessions of people to whom it was not fitted.
/// </summary>
internal sealed class TypingNetFit(People writers, People typists)
{
    /// <summary>Nats at which the group's evidence is full: three windows at least.</summary>
    private static readonly double FullNats = Policy.Default.MaxBotLogOddsPerGroup;

    private const double FullShare = 0.005;

    /// <summary>Nats for each unit of the fitted log odds, which are too sure of themselves: other bots are less clear.</summary>
    private const double Share = 0.45;

    /// <summary>ms.</summary>
    private const double Timer = 1;

    private const int Window = TypingTrace.WindowStrokes;

    /// <summary>Keys of which a bot's text is cut.</summary>
    private const int TextKeys = 90;

    /// <summary>The share of bots that are put together at random.</summary>
    private const double Composed = 0.5;

    /// <summary>The share of people's windows that are passwords.</summary>
    private const double Passwords = 0.06;

    /// <summary>What may be left out.</summary>
    public static IReadOnlyList<string> Parts { get; } =
        [.. Imitators.Typing.Select(NameOf), .. Distortion.Kinds.Select(kind => kind.Name)];

    /// <param name="leftOut">A family of the zoo, or one of <see cref="Distortion.Kinds"/>; empty for none.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="progress">Is told the step and the mean loss now and then.</param>
    public float[] Fit(string leftOut, int steps, Action<int, double> progress)
    {
        RecordedBot[] recorded = [.. RecordedBots.All.Where(bot => bot.Kin != leftOut || leftOut.Length == 0)];
        IActor[] imitators = [.. Imitators.Typing.Where(actor => NameOf(actor) != leftOut)];
        var weights = new Trainer<TypingDiscriminator>(() => new(), TypingNet.Units, seed: 1).Fit(
            (net, now, number) =>
            {
                var dice = new Dice(1, leftOut, number);
                var keys = (number % 4) switch
                {
                    0 or 1 => Someone(dice),
                    _ when dice.Chance(Composed) =>
                        ComposedBots.Make(Cut(Someone(dice), TextKeys, dice), dice.Pick(writers.Fitted), leftOut, dice),
                    2 => dice.Pick(recorded).Make(Cut(Someone(dice), TextKeys, dice), dice.Pick(writers.Fitted), dice),
                    _ => Typed.Of(dice.Pick(imitators).Play(dice)),
                };
                var isBot = number % 4 > 1;
                keys = Cut(isBot ? RecordedBots.Habits(keys, dice) : keys, Window, dice);
                net.Add(now, Typed.Steps(Typed.Delivered(keys, Distortion.Draw(leftOut, dice))), isBot);
            },
            steps,
            progress);
        return Calibrated(weights);
    }

    /// <summary>Prints the shares of sessions in which its evidence is full, of people and bots that it was not fitted to.</summary>
    public void Report(float[] weights, string leftOut, IReadOnlyDictionary<string, Key[][]> others)
    {
        var net = new TypingNet(weights);
        Print("people who write", Full(net, writers.Reported, int.MaxValue));
        Print("people who write, 300 keys", Full(net, writers.Reported, 300));
        Print("people who type a password", Full(net, typists.Reported, int.MaxValue));
        foreach (var (name, people) in others)
            Print(name, Full(net, people, int.MaxValue));
        foreach (var (name, draw) in Distortion.Kinds)
        {
            var left = name == leftOut ? "LEFT OUT " : "";
            Print($"{left}people who write, {name}", Full(net, Delivered(writers.Reported, name, draw), int.MaxValue));
            foreach (var (whose, people) in others)
                Print($"{left}{whose}, {name}", Full(net, Delivered(people, name, draw), int.MaxValue));
            var all = Imitators.Typing.SelectMany(family => Delivered(Sessions(family), name, draw)).ToArray();
            Print($"{left}bots, all families, {name}", Full(net, all, 300));
        }

        foreach (var family in Imitators.Typing)
            Print((NameOf(family) == leftOut ? "LEFT OUT " : "bots ") + NameOf(family), Full(net, Sessions(family), 300));

        foreach (var bot in RecordedBots.All)
        {
            var sessions = Enumerable.Range(0, 300).Select(i =>
            {
                var dice = new Dice(2, bot.Name, i);
                return bot.Make(dice.Pick(writers.Reported), dice.Pick(writers.Reported), dice);
            }).ToArray();
            Print((bot.Kin == leftOut && leftOut.Length > 0 ? "LEFT OUT " : "bots ") + bot.Name, Full(net, sessions, 300));
        }
    }

    private static Key[][] Sessions(IActor family) =>
        [.. Enumerable.Range(0, 300).Select(i => Typed.Of(family.Play(new(2, family.Name, i))))];

    private static Key[][] Delivered(Key[][] sessions, string name, Func<Dice, Distortion> draw) =>
        [.. sessions.Select((keys, i) => Typed.Delivered(keys, draw(new(2, name, i))))];

    private static void Print(string whose, double share) =>
        Console.WriteLine($"  {whose,-44} {(100 * share).ToString("F2", CultureInfo.InvariantCulture),7} %");

    private Key[] Someone(Dice dice) => dice.Pick(dice.Chance(Passwords) ? typists.Fitted : writers.Fitted);

    /// <summary>So many keys in a row, from anywhere.</summary>
    private static Key[] Cut(Key[] keys, int count, Dice dice)
    {
        var from = dice.Whole(0, Math.Max(0, keys.Length - count));
        return keys[from..Math.Min(keys.Length, from + count)];
    }

    private float[] Calibrated(float[] weights)
    {
        var net = new TypingNet(weights);
        var scores = writers.Calibrating.AsParallel().AsOrdered().Select(keys => Scores(net, keys, int.MaxValue)).ToArray();
        var least = 0.0;
        while (scores.Count(session => Scaled(session, least) >= FullNats) > FullShare * scores.Length)
            least += 0.05;
        var scaled = weights.ToArray();
        for (var i = TypingNet.Shape.OfScore; i < TypingNet.Shape.Size; i++)
            scaled[i] *= (float)Share;
        scaled[TypingNet.Shape.Offset] -= (float)(Share * least / TypingNet.Scale);
        return scaled;

        static double Scaled(double[] session, double least) => Highest(session.Select(score => Share * (score - least)));
    }

    private static double Full(TypingNet net, Key[][] sessions, int keys) =>
        sessions.AsParallel().Count(session => Highest(Scores(net, session, keys)) >= FullNats) / (double)sessions.Length;

    private static double Highest(IEnumerable<double> scores) =>
        Accumulated.Highest(scores.Select(score => Math.Clamp(score, GeneratedTyping.Least, GeneratedTyping.Most)));

    private static double[] Scores(TypingNet net, Key[] keys, int most)
    {
        var (trace, rhythm, memory) = (default(TypingTrace), default(KeyRhythm), default(KeyMemory));
        var (down, scores) = (1_000.0, new List<double>());
        foreach (var key in keys.AsSpan(0, Math.Min(most, keys.Length)))
        {
            down += double.IsNaN(key.Interval) ? 500 : key.Interval;
            var stroke = new Domain.Telemetry.KeyStroke(down, down + key.Hold, key.Group);
            if (rhythm.Step(stroke, Timer) is { } step && trace.Add(step, net, true, false, out var window, out _) && window.IsOfText)
                scores.Add(window.Score);
            rhythm.Add(stroke, Timer, ref memory, out _, out _);
        }

        return [.. scores];
    }

    private static string NameOf(IActor imitator) => imitator.Name["imitator-".Length..];
}
