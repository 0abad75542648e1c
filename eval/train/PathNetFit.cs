using System.Globalization;
using Sentinel.Domain.Detection.Pattern;
using Sentinel.Domain.Features;
using Sentinel.Domain.Trust;
using Sentinel.Simulation;

namespace Sentinel.Train;

/// <summary>
/// Fits the path net to pointer strokes of people against strokes of bots, half each. The bots are those of the zoo and those that are put
/// together from parts, mostly at the tasks of the same people.
/// </summary>
internal sealed class PathNetFit(PointerSample[][][] people)
{
    /// <summary>Samples of which strokes are taken.</summary>
    private const int Piece = 500;

    /// <summary>The share of bots that are of the zoo.</summary>
    private const double OfZoo = 0.8;

    /// <summary>Strokes of a piece.</summary>
    private const int Strokes = 4;

    private readonly PointerSample[][] sessions = [.. people.SelectMany(person => person)];
    private readonly PointerSample[][] reaches = [.. people.SelectMany(person => person).SelectMany(PointerStrokes.Reaches)];

    /// <summary>What may be left out.</summary>
    public static IReadOnlyList<string> Parts { get; } = [.. Imitators.Paths.Select(path => path.Name), .. PointerDistortion.Kinds];

    /// <param name="leftOut">A family of the zoo, or one of <see cref="PointerDistortion.Kinds"/>; empty for none.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="progress">Is told the step and the mean loss now and then.</param>
    public float[] Fit(string leftOut, int steps, Action<int, double> progress)
    {
        var zoo = Imitators.Paths.Where(path => path.Name != leftOut).ToArray();
        var bots = new PathBots(leftOut, reaches);
        return new Trainer<PathDiscriminator>(() => new(), PathNet.Units, seed: 1).Fit(
            (net, now, number) =>
            {
                var dice = new Dice(1, leftOut, number);
                var isBot = number % 2 == 1;
                var (samples, precision) = PointerDistortion.Apply(isBot ? Bot(zoo, bots, dice) : Someone(dice).ToArray(), leftOut, dice);
                var strokes = PointerStrokes.Of(samples, precision);
                for (var i = 0; i < Math.Min(Strokes, strokes.Count); i++)
                    net.Add(now, dice.Pick(strokes), isBot);
            },
            steps,
            progress);
    }

    /// <summary>
    /// Prints the shares of sessions in which the group's evidence would be full by this net alone, of people and bots that it was not
    /// fitted to.
    /// </summary>
    public static void Report(float[] weights, string leftOut, IReadOnlyDictionary<string, PointerSample[][]> others)
    {
        var net = new PathNet(weights);
        var isFamily = Imitators.Paths.Any(path => path.Name == leftOut);
        foreach (var delivery in isFamily ? [Delivery.AsRecorded] : Delivery.All.Where(delivery => delivery.Kind is null))
        {
            foreach (var (name, recordings) in others)
            {
                var fitting = recordings.Where(samples => delivery.Fits(samples, Simulation.PointerKind.Mouse));
                Print($"{name}, {delivery.Name}", net, [.. fitting.Select(samples => delivery.Pointer(samples))], Place(delivery));
            }
        }

        foreach (var family in Imitators.Pointing)
        {
            var name = family.Name["imitator-".Length..];
            var played = Enumerable.Range(0, 100).Select(i => family.Play(new(2, family.Name, i)).Pointer);
            Print((name == leftOut ? "LEFT OUT " : "bots ") + name, net, [.. played], 1);
        }
    }

    /// <summary>The step of positions, as the server finds it: whole px may be of any size.</summary>
    private static double Place(Delivery delivery) =>
        delivery.Name.EndsWith("-whole", StringComparison.Ordinal) ? 1 : Math.Min(1, 1 / delivery.Scale);

    private static void Print(string whose, PathNet net, IReadOnlyList<IReadOnlyList<PointerSample>> sessions, double place)
    {
        var scores = sessions.AsParallel().AsOrdered()
            .Select(samples => Scores(net, samples, place)).Where(one => one.Length > 0).ToArray();
        if (scores.Length == 0)
            return;
        var all = scores.SelectMany(one => one).Order().ToArray();
        var full = scores.Count(IsFull) / (double)scores.Length;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {whose,-40} {scores.Length,4} sessions; score 10 % {all[all.Length / 10],6:F1} 50 % {all[all.Length / 2],6:F1} "
            + $"90 % {all[all.Length * 9 / 10],6:F1}; full {100 * full,5:F1} %"));
    }

    private static bool IsFull(double[] scores) =>
        Accumulated.Highest(scores.Select(GeneratedPath.Llr.At)) >= Policy.Default.MaxBotLogOddsPerGroup;

    private static double[] Scores(PathNet net, IReadOnlyList<PointerSample> samples, double place) =>
        [.. PointerStrokes.Of(samples, new(1, place)).Select(steps => ScoreOf(net, steps))];

    private static double ScoreOf(PathNet net, PathStep[] steps)
    {
        var (state, sum) = (new float[PathNet.Units], 0f);
        foreach (var step in steps)
            sum += net.Step(state, step);
        return sum * PathNet.Scale;
    }

    private PointerSample[] Bot((string Name, Func<Dice, IPath> Make)[] zoo, PathBots bots, Dice dice)
    {
        var path = dice.Chance(OfZoo) ? dice.Pick(zoo).Make(dice) : bots.Next(dice);
        return Retraced.By(path, Someone(dice), dice);
    }

    private ReadOnlySpan<PointerSample> Someone(Dice dice)
    {
        var samples = dice.Pick(sessions);
        var from = dice.Whole(0, Math.Max(0, samples.Length - Piece));
        return samples.AsSpan(from, Math.Min(Piece, samples.Length - from));
    }
}
