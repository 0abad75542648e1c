using Sentinel.Domain.Features;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// How one person moves a pointer: a weight for each bin of each trait, by linear discriminant analysis (Fisher 1936) of the person's bins
/// against those of people at large. Scoring a stroke takes one look-up per trait. Immutable; constant in size.
/// </summary>
public sealed class PointerProfile
{
    /// <summary>Minimum number of strokes of a profile.</summary>
    public const int MinStrokes = 100;

    /// <summary>Weight of people at large as a prior, in strokes.</summary>
    private const double Prior = 30;

    /// <summary>Parts of the strokes, of which each is scored by weights that are learned from the others.</summary>
    private const int Folds = 5;

    /// <summary>
    /// The smallest distance between people's mean sum and the person's, and the smallest variance of the person's sums. A person whose
    /// strokes cannot be told from people's thus gets small scores.
    /// </summary>
    private const double LeastApart = 0.05;

    private readonly PointerBackground background;
    private readonly float[] weights;
    private readonly double middle;

    internal PointerProfile(PointerBackground background, float[] weights, double middle, int strokes) =>
        (this.background, this.weights, this.middle, Strokes) = (background, weights, middle, strokes);

    /// <summary>The number of strokes that it was learned from.</summary>
    public int Strokes { get; }

    internal ReadOnlySpan<float> Weights => weights;

    internal double Middle => middle;

    /// <summary>The stored size in bytes.</summary>
    public int Bytes => (weights.Length * sizeof(float)) + sizeof(double) + sizeof(int);

    /// <returns>The profile; null while there are too few strokes.</returns>
    public static PointerProfile? Learn(IEnumerable<StrokeSample> strokes, PointerBackground background)
    {
        var cut = strokes.Select(stroke =>
        {
            var bins = new int[StrokeTraits.Count];
            background.Cut(stroke, bins);
            return bins;
        }).ToArray();
        if (cut.Length < MinStrokes) return null;
        var counts = new double[PointerBackground.Width];
        Count(cut, counts, 1);
        var weights = Fisher(counts, cut.Length, background);

        // Weights fit the strokes that they are learned from better than later ones, and the more so, the fewer there are.
        var scores = new double[cut.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            var (from, to) = (fold * cut.Length / Folds, (fold + 1) * cut.Length / Folds);
            Count(cut.AsSpan(from..to), counts, -1);
            var others = Fisher(counts, cut.Length - (to - from), background);
            Count(cut.AsSpan(from..to), counts, 1);
            var people = Mean(others, background);
            for (var i = from; i < to; i++) scores[i] = people - Sum(others, cut[i]);
        }

        var apart = scores.Average();
        var variance = scores.Average(score => (score - apart) * (score - apart));
        apart = Math.Max(LeastApart, apart);
        var scale = apart / Math.Max(LeastApart, variance);
        var middle = scale * (Mean(weights, background) - (apart / 2));
        return new(background, [.. weights.Select(weight => (float)(scale * weight))], middle, cut.Length);
    }

    /// <summary>
    /// Scores a stroke: the log-likelihood ratio of people at large against this person, nats, as if strokes said nothing about each other
    /// and all sums were normally distributed with the person's variance. Other people's strokes average as far above 0 as later ones of
    /// the person are expected below, and one threshold serves all users. NaN for a press without a movement.
    /// </summary>
    public double Score(in StrokeWindow stroke)
    {
        if (!StrokeTraits.Has(stroke)) return double.NaN;
        Span<int> bins = stackalloc int[StrokeTraits.Count];
        background.Cut(stroke, bins);
        return Sum(weights, bins) - middle;
    }

    /// <summary>Scores a stored stroke.</summary>
    public double Score(StrokeSample stroke)
    {
        Span<int> bins = stackalloc int[StrokeTraits.Count];
        background.Cut(stroke, bins);
        return Sum(weights, bins) - middle;
    }

    private static float[] Fisher(double[] counts, int total, PointerBackground background)
    {
        var people = background.Shares;
        var weights = new double[counts.Length];
        for (var i = 0; i < counts.Length; i++) weights[i] = people[i] - ((counts[i] + (Prior * people[i])) / (total + Prior));
        background.Decorrelate(weights);
        return [.. weights.Select(weight => (float)weight)];
    }

    private static void Count(ReadOnlySpan<int[]> strokes, double[] counts, int times)
    {
        foreach (var bins in strokes)
        {
            foreach (var bin in bins) counts[bin] += times;
        }
    }

    /// <summary>The mean of people's sums.</summary>
    private static double Mean(float[] weights, PointerBackground background)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * background.Shares[i];
        return sum;
    }

    private static double Sum(float[] weights, ReadOnlySpan<int> bins)
    {
        var sum = 0.0;
        foreach (var bin in bins) sum += weights[bin];
        return sum;
    }
}
