using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// How people at large move a pointer. Each trait is divided into bins with equal shares of pointer strokes. It stores the bins' bounds,
/// shares and covariance, but no stroke. Mouse and touch have one each. Immutable.
/// </summary>
public sealed class PointerBackground
{
    /// <summary>Maximum number of strokes of one person, evenly over time, so that no person dominates.</summary>
    private const int MaxStrokes = 2_000;

    private const int Bounds = 6;

    /// <summary>Bins of a trait; the last is for strokes to which the trait does not apply.</summary>
    internal const int Bins = Bounds + 2;

    /// <summary>Added to the variances of the bins, so that rare bins do not dominate.</summary>
    private const double Ridge = 0.05;

    private readonly double[][] bounds;
    private readonly double[] shares;
    private readonly Half[] covariance;
    private readonly Whitening whitening;

    /// <param name="bounds">The bounds of each trait, ascending; at most six.</param>
    /// <param name="shares">The share of people's strokes in each bin, trait by trait.</param>
    /// <param name="covariance">The lower triangle of the bins' covariance, row by row.</param>
    public PointerBackground(double[][] bounds, double[] shares, Half[] covariance)
    {
        if (bounds.Length != StrokeTraits.Count || shares.Length != Width || covariance.Length != Width * (Width + 1) / 2)
            throw new ArgumentException("Bounds, shares and covariance are not of this version's traits.", nameof(bounds));
        if (bounds.Any(trait => trait.Length > Bounds || !trait.Zip(trait.Skip(1)).All(pair => pair.First < pair.Second)))
            throw new ArgumentException("The bounds of a trait are at most six, ascending.", nameof(bounds));
        (this.bounds, this.shares, this.covariance) = (bounds, shares, covariance);
        var together = new double[Width, Width];
        for (int i = 0, at = 0; i < Width; i++)
        {
            for (var j = 0; j <= i; j++) together[i, j] = together[j, i] = (double)covariance[at++];
            together[i, i] += Ridge;
        }

        whitening = Whitening.Of(together);
    }

    /// <summary>The number of bins of all traits.</summary>
    internal static int Width => StrokeTraits.Count * Bins;

    /// <summary>The bounds of each trait, ascending.</summary>
    public IReadOnlyList<IReadOnlyList<double>> TraitBounds => bounds;

    /// <summary>Share of people's strokes in each bin.</summary>
    public ReadOnlySpan<double> Shares => shares;

    /// <summary>The lower triangle of the bins' covariance, row by row.</summary>
    public ReadOnlySpan<Half> Covariance => covariance;

    /// <param name="people">Strokes of at least two people, ordered by time.</param>
    public static PointerBackground Of(IReadOnlyCollection<IReadOnlyList<StrokeSample>> people)
    {
        var strokes = people.SelectMany(Evenly).Select(Numbers).ToArray();
        var bounds = new double[StrokeTraits.Count][];
        for (var trait = 0; trait < bounds.Length; trait++)
        {
            var values = strokes.Select(stroke => stroke[trait]).Where(value => !double.IsNaN(value)).Order().ToArray();
            bounds[trait] =
                values.Length == 0 ? [] : [.. Enumerable.Range(1, Bounds).Select(i => values[i * values.Length / (Bounds + 1)]).Distinct()];
        }

        var shares = new double[Width];
        var together = new double[Width, Width];
        Span<int> bins = stackalloc int[StrokeTraits.Count];
        foreach (var stroke in strokes)
        {
            Cut(bounds, stroke, bins);
            foreach (var i in bins)
            {
                shares[i] += 1.0 / strokes.Length;
                foreach (var j in bins) together[i, j] += 1.0 / strokes.Length;
            }
        }

        return new(bounds, shares, [.. Lower().Select(pair => (Half)(together[pair.I, pair.J] - (shares[pair.I] * shares[pair.J])))]);
    }

    /// <summary>
    /// Finds the bin of each of the stroke's traits, in stored precision: bounds are stored traits, and many strokes lie on one.
    /// </summary>
    internal void Cut(in StrokeWindow stroke, Span<int> bins)
    {
        Span<double> traits = stackalloc double[StrokeTraits.Count];
        StrokeTraits.Describe(stroke, traits);
        foreach (ref var trait in traits) trait = (double)(Half)trait;
        Cut(bounds, traits, bins);
    }

    /// <summary>Finds the bins of a stored stroke.</summary>
    internal void Cut(StrokeSample stroke, Span<int> bins) => Cut(bounds, Numbers(stroke), bins);

    /// <summary>Removes the effect of the bins' covariance from differences between shares.</summary>
    internal void Decorrelate(Span<double> differences) => whitening.Solve(differences);

    private static void Cut(double[][] bounds, ReadOnlySpan<double> traits, Span<int> bins)
    {
        for (var trait = 0; trait < traits.Length; trait++)
        {
            var bin = Bins - 1;
            if (!double.IsNaN(traits[trait]))
            {
                bin = Array.BinarySearch(bounds[trait], traits[trait]);
                bin = bin < 0 ? ~bin : bin + 1;
            }

            bins[trait] = (trait * Bins) + bin;
        }
    }

    private static IEnumerable<(int I, int J)> Lower()
    {
        for (var i = 0; i < Width; i++)
        {
            for (var j = 0; j <= i; j++) yield return (i, j);
        }
    }

    private static IEnumerable<StrokeSample> Evenly(IReadOnlyList<StrokeSample> strokes)
    {
        var count = Math.Min(strokes.Count, MaxStrokes);
        return Enumerable.Range(0, count).Select(i => strokes[(int)((long)i * strokes.Count / count)]);
    }

    private static double[] Numbers(StrokeSample stroke)
    {
        var numbers = new double[stroke.Traits.Length];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = (double)stroke.Traits[i];
        return numbers;
    }
}
