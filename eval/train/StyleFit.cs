using System.Globalization;
using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;
using Sentinel.Simulation;

namespace Sentinel.Train;

/// <summary>
/// Fits the style net by supervised contrast (Khosla et al. 2020): of the stretches of a step, those of one writer must be more alike than
/// those of two. Stretches pass timers and jitter, so that the net learns no clock.
/// </summary>
internal static class StyleFit
{
    /// <summary>Writers of one step.</summary>
    private const int Writers = 48;

    /// <summary>Stretches of each.</summary>
    private const int Each = 6;

    private const int Batch = Writers * Each;
    private const int Shortest = 25;
    private const int Units = StyleNet.Units;

    private static readonly double[] Timers = [0.1, 2, 4, 8, 15.6, 16.67];

    /// <param name="people">The writers to fit it to.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="checkpoint">From which an interrupted run goes on; empty for none.</param>
    /// <param name="progress">Is told the step and the mean loss now and then.</param>
    public static float[] Fit(IEnumerable<Key[]> people, int steps, string checkpoint, Action<int, double> progress)
    {
        Key[][] writers = [.. people.Where(keys => keys.Length > StyleEncoder.MostStrokes)];
        var stretches = new TypingStep[Batch][];
        var (styles, errors) = (new float[Batch * Units], new float[Batch * Batch]);
        return new Trainer<StyleEncoder>(() => new(), Units, seed: 1) { Checkpoint = checkpoint }.Fit(
            Batch,
            (each, weights, step) =>
            {
                var chosen = Chosen(writers, new(1, "style", step));
                each((net, i) =>
                {
                    stretches[i] = Stretch(chosen[i / Each], new(2, "style", (step * Batch) + i));
                    net.Encode(weights, stretches[i], seed: (step * Batch) + i, styles.AsSpan(i * Units, Units));
                });
                each((net, i) => net.Contrast(styles, i, Each, errors.AsSpan(i * Batch, Batch)));
                each((net, i) => net.Learn(weights, stretches[i], seed: (step * Batch) + i, OfStyle(styles, errors, i)));
            },
            steps,
            progress);
    }

    /// <summary>The gradient by a style: it is in products with all others, twice each.</summary>
    private static float[] OfStyle(float[] styles, float[] errors, int of)
    {
        var sums = new float[Units];
        for (var other = 0; other < Batch; other++)
        {
            var error = errors[(of * Batch) + other] + errors[(other * Batch) + of];
            for (var unit = 0; unit < Units; unit++)
                sums[unit] += error * styles[(other * Units) + unit];
        }

        return sums;
    }

    private static Key[][] Chosen(Key[][] writers, Dice dice)
    {
        var chosen = new HashSet<Key[]>();
        while (chosen.Count < Writers)
            chosen.Add(dice.Pick(writers));
        return [.. chosen];
    }

    private static TypingStep[] Stretch(Key[] keys, Dice dice)
    {
        var length = dice.Whole(Shortest, StyleEncoder.MostStrokes);
        var from = dice.Whole(0, keys.Length - length);
        var distortion = Distortion.None with
        {
            Step = dice.Chance(0.3) ? dice.Pick(Timers) : 1,
            Jitter = dice.Chance(0.1) ? dice.Between(1, 15) : 0,
            Seed = dice.Whole(0, 1 << 20),
        };
        return Typed.Steps(Typed.Delivered(keys.AsSpan(from, length), distortion));
    }

    /// <summary>
    /// The weights with the calibrations: what the likeness says, by the number of a user's samples and by the length of the stretch, of
    /// people to whom the net was not fitted.
    /// </summary>
    public static float[] Calibrated(float[] weights, Key[][] people)
    {
        float[] whole = [.. weights, .. new float[StyleNet.Size - weights.Length]];
        var net = new StyleNet(whole);
        var writers = people.Select(keys => Typed.Steps(Typed.Delivered(keys, Distortion.None)).Chunk(StyleTrace.StretchStrokes)
                .Where(stretch => stretch.Length == StyleTrace.StretchStrokes).ToArray())
            .Where(stretches => stretches.Length > StyleNet.SampleCounts[^1]).ToArray();
        var at = StyleNet.OfCalibrations;
        foreach (var samples in StyleNet.SampleCounts)
        {
            var profiles = writers.Select(stretches => StyleProfile.Learn(Styles(net, stretches.Take(samples), int.MaxValue))!).ToArray();
            for (var strokes = StyleTrace.WindowStrokes; strokes <= StyleTrace.StretchStrokes; strokes += StyleTrace.WindowStrokes)
            {
                var later = writers.Select(stretches => Styles(net, stretches.Skip(samples), strokes).ToArray()).ToArray();
                var line = Calibration.Fit(
                    [.. profiles.Select((profile, user) => Scores(profile, later[user]))],
                    [.. profiles.SelectMany((profile, user) => later.Where((_, other) => other != user).Select(of => Scores(profile, of)))],
                    together: 1,
                    windows: 1) ?? throw new InvalidOperationException("Too few people to calibrate with.");
                foreach (var number in new[] { line.Slope, line.Offset, line.Lowest, line.Highest })
                    whole[at++] = (float)number;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {samples} samples, {strokes} key strokes: {line}"));
            }
        }

        return whole;
    }

    private static double[] Scores(StyleProfile profile, IEnumerable<TypingStyle?> styles) =>
        [.. styles.OfType<TypingStyle>().Select(style => -profile.Direction.Likeness(style))];

    private static IEnumerable<TypingStyle?> Styles(StyleNet net, IEnumerable<TypingStep[]> stretches, int strokes) =>
        stretches.Select(stretch =>
        {
            var trace = default(StyleTrace);
            foreach (var step in stretch.Take(strokes))
                trace.Add(step, net);
            return (TypingStyle?)trace.Style(net);
        });
}
