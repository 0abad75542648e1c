using Sentinel.Domain.Features;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Accuracy;

/// <summary>
/// How much of what was typed can be read back: a linear reader (softmax regression) is fitted to the net's state, or to the styles of
/// training samples, and guesses the group of a key, so many key strokes ago, of writers that it was not fitted to; or its letter, when it
/// is told the group.
/// </summary>
/// <param name="fitted">The writers to whom the reader is fitted.</param>
/// <param name="reported">The writers whose keys it guesses.</param>
/// <param name="ofStyle">Whether it reads the style of a hundred key strokes, and not the state after each.</param>
internal sealed class Legibility(
    IReadOnlyDictionary<int, KeyStroke[][]> fitted, IReadOnlyDictionary<int, KeyStroke[][]> reported, bool ofStyle)
{
    /// <summary>What is read, and a constant for each group of the key that is asked about.</summary>
    private const int Width = StyleNet.Units + KeyGroups.Count + 1;

    private const int Classes = 27;

    /// <summary>Steps of the fit, and the fewest rounds over the examples.</summary>
    private const int Steps = 600_000, FewestRounds = 3;

    private const double Rate = 0.05;

    /// <summary>
    /// The share of keys that are guessed right, and the share that is guessed right without reading: the commonest group, or the commonest
    /// letter of the key's group.
    /// </summary>
    /// <param name="back">Key strokes ago.</param>
    /// <param name="letters">Whether the letter is guessed, and not the group.</param>
    public (double Read, double Blind) Of(int back, bool letters)
    {
        var (learned, asked) = (Examples(fitted, back, letters), Examples(reported, back, letters));
        var weights = Fit(learned, letters);
        var usual = learned.GroupBy(one => letters ? one.Group : 0)
            .ToDictionary(group => group.Key, group => group.CountBy(one => one.Class).MaxBy(pair => pair.Value).Key);
        return (
            asked.Average(one => Guess(weights, one, letters) == one.Class ? 1.0 : 0),
            asked.Average(one => usual.GetValueOrDefault(letters ? one.Group : 0) == one.Class ? 1.0 : 0));
    }

    public static IEnumerable<Row> Rows(AccuracyOptions options, Action<double> progress)
    {
        var essays = Writers.OfEssays(options.Data, StyleTrace.StretchStrokes);
        (int Back, bool Letters)[] ofState = [(0, false), (1, false), (2, false), (5, false), (10, false), (0, true), (1, true), (2, true)];
        (int Back, bool Letters)[] ofStyle = [(0, false), (1, false), (2, false), (0, true), (1, true)];
        // A style is one example in a hundred key strokes, so its reader gets more writers.
        var readers = new[]
        {
            ("state", new Legibility(Some(part => part == 10), Some(part => part == 11), ofStyle: false), ofState),
            ("style", new Legibility(Some(part => part < 11), Some(part => part == 11), ofStyle: true), ofStyle),
        };
        foreach (var (name, reader, asked) in readers)
        {
            foreach (var (back, letters) in asked)
            {
                var (read, blind) = reader.Of(back, letters);
                progress(100.0 / (ofState.Length + ofStyle.Length));
                var what = $"{(letters ? "letter" : "key group")}, {back} key strokes ago";
                yield return new($"legibility of the {name}", $"{what}: guessed right", read, read, read, null, "lower", "");
                yield return new($"legibility of the {name}", $"{what}: guessed right blindly", blind, blind, blind, null, "lower", "");
            }
        }

        Dictionary<int, KeyStroke[][]> Some(Func<int, bool> parts) =>
            essays.Where(person => parts(person.Key % 12)).ToDictionary(person => person.Key, person => person.Value);
    }

    private Example[] Examples(IReadOnlyDictionary<int, KeyStroke[][]> people, int back, bool letters) =>
        [.. people.Values.SelectMany(samples => ofStyle
            ? samples.Select(sample => OfStyle(sample, back, letters)).OfType<Example>()
            : OfState(samples.SelectMany(sample => sample), back, letters))];

    private static IEnumerable<Example> OfState(IEnumerable<KeyStroke> strokes, int back, bool letters)
    {
        var (state, typed) = (new sbyte[StyleNet.Units], new List<KeyCode>());
        foreach (var (step, code) in Sent(strokes))
        {
            StyleNet.Shipped.Step(state, step);
            typed.Add(code);
            if (typed.Count > back && Asked((sbyte[])state.Clone(), typed[^(back + 1)], letters) is { } example)
                yield return example;
        }
    }

    private static Example? OfStyle(KeyStroke[] sample, int back, bool letters)
    {
        var trace = default(StyleTrace);
        foreach (var (step, _) in Sent(sample))
            trace.Add(step, StyleNet.Shipped);
        var style = trace.Style(StyleNet.Shipped);
        return Asked([.. Enumerable.Range(0, StyleNet.Units).Select(i => style[i])], sample[^(back + 1)].Code, letters);
    }

    private static Example? Asked(sbyte[] numbers, KeyCode code, bool letters)
    {
        var group = (int)KeyGroups.Of(code);
        return letters && code is < KeyCode.KeyA or > KeyCode.KeyZ
            ? null
            : new(numbers, group, letters ? code - KeyCode.KeyA : group);
    }

    private static IEnumerable<(TypingStep Step, KeyCode Code)> Sent(IEnumerable<KeyStroke> strokes)
    {
        var (keys, memory) = (default(KeyRhythm), default(KeyMemory));
        foreach (var stroke in strokes)
        {
            var grouped = stroke with { Code = KeyGroups.Of(stroke.Code) };
            var step = keys.Step(grouped, 1);
            keys.Add(grouped, 1, ref memory, out _, out _);
            if (step is { } taken)
                yield return (taken, stroke.Code);
        }
    }

    private static float[] Fit(Example[] examples, bool toldGroup)
    {
        var (weights, dice) = (new float[Classes * Width], new Random(1));
        for (var round = 0; round < Math.Max(FewestRounds, Steps / examples.Length); round++)
        {
            dice.Shuffle(examples);
            var rate = (float)(Rate / (1 + round));
            foreach (var example in examples)
            {
                var scores = Scores(weights, example, toldGroup);
                var (most, sum) = (scores.Max(), 0f);
                for (var i = 0; i < Classes; i++)
                    sum += scores[i] = MathF.Exp(scores[i] - most);
                for (var i = 0; i < Classes; i++)
                {
                    var error = rate * ((i == example.Class ? 1 : 0) - (scores[i] / sum));
                    for (var unit = 0; unit < StyleNet.Units; unit++)
                        weights[(i * Width) + unit] += error * example.State[unit] / StyleNet.Grain;
                    weights[(i * Width) + Constant(example, toldGroup)] += error;
                }
            }
        }

        return weights;
    }

    private static int Constant(Example example, bool toldGroup) => StyleNet.Units + (toldGroup ? example.Group : 0);

    private static int Guess(float[] weights, Example example, bool toldGroup)
    {
        var scores = Scores(weights, example, toldGroup);
        return Array.IndexOf(scores, scores.Max());
    }

    private static float[] Scores(float[] weights, Example example, bool toldGroup)
    {
        var scores = new float[Classes];
        for (var i = 0; i < Classes; i++)
        {
            scores[i] = weights[(i * Width) + Constant(example, toldGroup)];
            for (var unit = 0; unit < StyleNet.Units; unit++)
                scores[i] += weights[(i * Width) + unit] * example.State[unit] / StyleNet.Grain;
        }

        return scores;
    }

    private readonly record struct Example(sbyte[] State, int Group, int Class);
}
