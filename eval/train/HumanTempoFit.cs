using Sentinel.Domain.Features;
using Sentinel.Simulation;

namespace Sentinel.Train;

/// <summary>Fits the model by which simulated people type, and how people differ: a normal distribution of four numbers.</summary>
internal static class HumanTempoFit
{
    public static float[] Fit(People writers, int steps, Action<int, double> progress)
    {
        var people = writers.Fitted.Where(keys => keys.Length >= TempoGenerator.Strokes)
            .Select(keys => Typed.Steps(Typed.Delivered(keys, Distortion.None)))
            .Select(strokes => (Strokes: strokes, Of: Numbers(strokes))).ToArray();
        var weights = new Trainer<TempoGenerator>(() => new(), TempoGenerator.Units, seed: 1).Fit(
            (net, now, number) =>
            {
                var dice = new Dice(1, "human-tempo", number);
                var (strokes, of) = dice.Pick(people);
                net.Add(now, strokes.AsSpan(dice.Whole(0, strokes.Length - TempoGenerator.Strokes), TempoGenerator.Strokes), of);
            },
            steps,
            (step, loss) => progress(step, loss / TempoGenerator.Strokes));
        return [.. weights, .. Normal([.. people.Select(person => person.Of)])];
    }

    /// <summary>Means and deviations of the standardised holds and intervals.</summary>
    private static float[] Numbers(TypingStep[] strokes)
    {
        var (hold, interval) = (strokes.Average(stroke => stroke.Hold), strokes.Average(stroke => stroke.Interval));
        return
        [
            hold,
            interval,
            MathF.Sqrt(strokes.Average(stroke => (stroke.Hold - hold) * (stroke.Hold - hold))),
            MathF.Sqrt(strokes.Average(stroke => (stroke.Interval - interval) * (stroke.Interval - interval))),
        ];
    }

    /// <summary>The mean, and the lower triangular root of the covariance (Cholesky), row by row.</summary>
    private static IEnumerable<float> Normal(float[][] people)
    {
        var count = people[0].Length;
        var mean = Enumerable.Range(0, count).Select(i => people.Average(person => (double)person[i])).ToArray();
        var root = new double[count, count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = people.Average(person => (person[i] - mean[i]) * (person[j] - mean[j]));
                for (var k = 0; k < j; k++)
                    sum -= root[i, k] * root[j, k];
                root[i, j] = i == j ? Math.Sqrt(sum) : sum / root[j, j];
            }
        }

        return mean.Concat(Enumerable.Range(0, count * count).Select(i => root[i / count, i % count])).Select(value => (float)value);
    }
}
