using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// How people at large move a pointer. Each trait is cut into bins that hold equal shares of their strokes; kept are the bins' bounds, their shares and
/// how bins go together, no stroke. Mouse and touch have one each. Immutable.
/// </summary>
public sealed class PointerBackground
{
    /// <summary>Strokes of a person that count at most, evenly over time, so that nobody is the population.</summary>
    private const int MostStrokes = 2_000;

    private const int Bounds = 11;

    /// <summary>Bins of a trait: the last for strokes to which it does not apply.</summary>
    internal const int Bins = Bounds + 2;

    /// <summary>Added to the variances of the bins: rare ones must not decide.</summary>
    private const double Ridge = 0.01;

    private readonly double[][] bounds;
    private readonly double[] shares;
    private readonly Whitening covariance;

    private PointerBackground(double[][] bounds, double[] shares, Whitening covariance) => (this.bounds, this.shares, this.covariance) = (bounds, shares, covariance);

    /// <summary>Bins of all traits.</summary>
    internal static int Width => StrokeTraits.Count * Bins;

    /// <summary>Share of people's strokes in each bin.</summary>
    internal ReadOnlySpan<double> Shares => shares;

    /// <param name="people">Strokes of at least two people, in the order of time.</param>
    public static PointerBackground Of(IReadOnlyCollection<IReadOnlyList<StrokeWindow>> people)
    {
        var traits = people.SelectMany(strokes => Evenly(strokes)).Select(Traits).ToArray();
        var bounds = new double[StrokeTraits.Count][];
        for (var trait = 0; trait < bounds.Length; trait++)
        {
            var values = traits.Select(stroke => stroke[trait]).Where(value => !double.IsNaN(value)).Order().ToArray();
            bounds[trait] = values.Length == 0 ? [] : [.. Enumerable.Range(1, Bounds).Select(i => values[i * values.Length / (Bounds + 1)]).Distinct()];
        }

        var shares = new double[Width];
        var together = new double[Width, Width];
        Span<int> bins = stackalloc int[StrokeTraits.Count];
        foreach (var stroke in traits)
        {
            Cut(bounds, stroke, bins);
            foreach (var i in bins)
            {
                shares[i] += 1.0 / traits.Length;
                foreach (var j in bins) together[i, j] += 1.0 / traits.Length;
            }
        }

        for (var i = 0; i < Width; i++)
        {
            for (var j = 0; j < Width; j++) together[i, j] -= shares[i] * shares[j];
            together[i, i] += Ridge;
        }

        return new(bounds, shares, Whitening.Of(together));
    }

    /// <summary>The bin of each of the stroke's traits.</summary>
    internal void Cut(in StrokeWindow stroke, Span<int> bins)
    {
        Span<double> traits = stackalloc double[StrokeTraits.Count];
        StrokeTraits.Describe(stroke, traits);
        Cut(bounds, traits, bins);
    }

    /// <summary>Takes out of differences between shares what follows from how bins go together.</summary>
    internal void Decorrelate(Span<double> differences) => covariance.Solve(differences);

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

    private static IEnumerable<StrokeWindow> Evenly(IReadOnlyList<StrokeWindow> strokes)
    {
        var usable = strokes.Where(stroke => StrokeTraits.Has(stroke)).ToArray();
        var count = Math.Min(usable.Length, MostStrokes);
        return Enumerable.Range(0, count).Select(i => usable[(int)((long)i * usable.Length / count)]);
    }

    private static double[] Traits(StrokeWindow stroke)
    {
        var traits = new double[StrokeTraits.Count];
        StrokeTraits.Describe(stroke, traits);
        return traits;
    }
}
