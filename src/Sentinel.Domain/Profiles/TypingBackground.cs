using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>How people at large type freely: of each feature where they stand, how far they stand apart, and how much one person varies. Immutable.</summary>
public sealed class TypingBackground
{
    /// <summary>Fewer times tell too little of a feature: it takes what is known of its group, or of all keys.</summary>
    private const int Fewest = 20;

    /// <summary>ln(ms); nothing is known more exactly.</summary>
    private const double LeastSpread = 0.05;

    private readonly Spread[] features;

    private TypingBackground(Spread[] features) => this.features = features;

    /// <param name="people">Times of people, each in their order.</param>
    /// <exception cref="ArgumentException">There are too few times for even one location of holds and of intervals.</exception>
    public static TypingBackground Of(IReadOnlyCollection<IReadOnlyCollection<TypingTime>> people)
    {
        var times = people.SelectMany((all, person) => all.Select(time => (Person: person, Time: time))).ToArray();
        var own = times.GroupBy(pair => pair.Time.Feature).ToDictionary(group => group.Key, group => Measure([.. group]));
        var groups = times.GroupBy(pair => pair.Time.Feature.Group).ToDictionary(group => group.Key, group => Measure([.. group]));
        var all = times.GroupBy(pair => pair.Time.Feature.IsHold).ToDictionary(group => group.Key, group => Measure([.. group]));
        if (all.Count < 2 || all.Values.Any(spread => spread is null)) throw new ArgumentException("A background needs holds and intervals of people.", nameof(people));
        return new([.. Enumerable.Range(0, TypingFeature.Count).Select(index => new TypingFeature(index))
            .Select(feature => own.GetValueOrDefault(feature) ?? groups.GetValueOrDefault(feature.Group) ?? all[feature.IsHold]!.Value)]);
    }

    internal Spread this[TypingFeature feature] => features[feature.Index];

    private static Spread? Measure((int Person, TypingTime Time)[] times)
    {
        if (times.Length < Fewest) return null;
        var location = Robust.Median(times.Select(pair => pair.Time.Log));
        var people = times.GroupBy(pair => pair.Person).Select(person => (Mean: person.Average(pair => pair.Time.Log), Times: person.ToArray())).ToArray();
        return new(
            location,
            Math.Max(LeastSpread, Robust.Deviation([.. people.Select(person => person.Mean)], location)),
            Math.Max(LeastSpread, Robust.Deviation([.. people.SelectMany(person => person.Times.Select(pair => pair.Time.Log - person.Mean))], 0)));
    }

    /// <summary>Of one feature, ln(ms).</summary>
    /// <param name="Location">The median time.</param>
    /// <param name="Between">How far people's means stand apart: a standard deviation.</param>
    /// <param name="Within">How much one person's times vary: likewise.</param>
    internal readonly record struct Spread(double Location, double Between, double Within);
}
