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

    private readonly PointerBackground background;
    private readonly float[] weights;
    private readonly double middle;

    internal PointerProfile(PointerBackground background, float[] weights, double middle) =>
        (this.background, this.weights, this.middle) = (background, weights, middle);

    internal ReadOnlySpan<float> Weights => weights;

    internal double Middle => middle;

    /// <summary>The stored size in bytes.</summary>
    public int Bytes => (weights.Length * sizeof(float)) + sizeof(double);

    /// <returns>The profile; null while there are too few strokes.</returns>
    public static PointerProfile? Learn(IEnumerable<StrokeSample> strokes, PointerBackground background)
    {
        var (counts, total) = (new double[PointerBackground.Width], 0);
        Span<int> bins = stackalloc int[StrokeTraits.Count];
        foreach (var stroke in strokes)
        {
            background.Cut(stroke, bins);
            foreach (var bin in bins) counts[bin]++;
            total++;
        }

        if (total < MinStrokes) return null;
        var people = background.Shares;
        var own = new double[counts.Length];
        var weights = new double[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            own[i] = (counts[i] + (Prior * people[i])) / (total + Prior);
            weights[i] = people[i] - own[i];
        }

        background.Decorrelate(weights);
        var (atOwn, atPeople) = (0.0, 0.0);
        for (var i = 0; i < weights.Length; i++) (atOwn, atPeople) = (atOwn + (weights[i] * own[i]), atPeople + (weights[i] * people[i]));
        var apart = atPeople - atOwn;
        return new(background, [.. weights.Select(weight => (float)(weight / apart))], (atOwn + atPeople) / 2 / apart);
    }

    /// <summary>
    /// Scores a stroke, normalised so that one threshold serves all users: the person's strokes average −½, other people's +½. NaN for a
    /// press without a movement.
    /// </summary>
    public double Score(in StrokeWindow stroke)
    {
        if (!StrokeTraits.Has(stroke)) return double.NaN;
        Span<int> bins = stackalloc int[StrokeTraits.Count];
        background.Cut(stroke, bins);
        return Sum(bins);
    }

    /// <summary>Scores a stored stroke.</summary>
    public double Score(StrokeSample stroke)
    {
        Span<int> bins = stackalloc int[StrokeTraits.Count];
        background.Cut(stroke, bins);
        return Sum(bins);
    }

    private double Sum(ReadOnlySpan<int> bins)
    {
        var sum = -middle;
        foreach (var bin in bins) sum += weights[bin];
        return sum;
    }
}
