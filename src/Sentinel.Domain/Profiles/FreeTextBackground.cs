using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// How people at large type freely: for each feature, their location, how far people differ, and how much one person varies. Immutable.
/// </summary>
public sealed class FreeTextBackground
{
    /// <summary>Minimum number of times to measure a feature. With fewer, it takes the values of its group, or of all keys.</summary>
    private const int Fewest = 20;

    /// <summary>ln(ms); the smallest spread.</summary>
    private const double LeastSpread = 0.05;

    private readonly Spread[] features;

    private FreeTextBackground(Spread[] features) => this.features = features;

    /// <param name="people">The sums of at least two people.</param>
    /// <exception cref="ArgumentException">There are too few times for a location of holds or of intervals.</exception>
    public static FreeTextBackground Of(IReadOnlyCollection<FreeTextSums> people)
    {
        var measured = people
            .SelectMany(person => person.Measured)
            .Select(one => (one.Feature, Of: new Measured(one.Times, one.Mean, one.Variance)))
            .ToArray();
        var own = measured.GroupBy(one => one.Feature).ToDictionary(group => group.Key, group => Measure(group.Select(one => one.Of)));
        var groups = measured
            .GroupBy(one => one.Feature.Group)
            .ToDictionary(group => group.Key, group => Measure(group.Select(one => one.Of)));
        var all = measured
            .GroupBy(one => one.Feature.IsHold)
            .ToDictionary(group => group.Key, group => Measure(group.Select(one => one.Of)));
        if (all.Count < 2 || all.Values.Any(spread => spread is null))
            throw new ArgumentException("A background needs holds and intervals of people.", nameof(people));
        return new([
            .. Enumerable
                .Range(0, FreeTextFeature.Count)
                .Select(index => new FreeTextFeature(index))
                .Select(feature => own.GetValueOrDefault(feature) ?? groups.GetValueOrDefault(feature.Group) ?? all[feature.IsHold]!.Value),
        ]);
    }

    /// <param name="features">The spread of each feature, in order.</param>
    public static FreeTextBackground Of(IEnumerable<Spread> features) => new([.. features]);

    /// <summary>The spread of each feature, in order.</summary>
    public IReadOnlyList<Spread> Features => features;

    internal Spread this[FreeTextFeature feature] => features[feature.Index];

    private static Spread? Measure(IEnumerable<Measured> parts)
    {
        var all = parts.ToArray();
        if (all.Sum(part => part.Times) < Fewest) return null;
        var location = Robust.Median(all.Select(part => (part.Mean, part.Times)));
        var within = all.Where(part => part.Times > 1).Select(part => (Math.Sqrt(part.Variance), part.Times - 1)).ToArray();
        return new(
            location,
            Math.Max(LeastSpread, Robust.Deviation([.. all.Select(part => part.Mean)], location)),
            Math.Max(LeastSpread, within.Length == 0 ? 0 : Robust.Median(within)));
    }

    private readonly record struct Measured(double Times, double Mean, double Variance);

    /// <summary>The statistics of one feature, ln(ms).</summary>
    /// <param name="Location">The median time.</param>
    /// <param name="Between">Standard deviation between people's means.</param>
    /// <param name="Within">Standard deviation within one person's times.</param>
    public readonly record struct Spread(double Location, double Between, double Within);
}
