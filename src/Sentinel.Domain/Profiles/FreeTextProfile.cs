using Sentinel.Domain.Features;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// How one person types freely: offsets from people at large for all holds and all intervals, for each group and for each digraph. The
/// fewer times there are, the closer an offset is to the more general one (MAP estimates under normal priors). Immutable; constant in size.
/// </summary>
public sealed class FreeTextProfile
{
    /// <summary>Minimum number of times of a profile.</summary>
    public const int MinTimes = 150;

    /// <summary>Maximum nats of one time, in either direction.</summary>
    public const double Outermost = 5;

    /// <summary>Weight of the prior, in times, for the offset of all keys.</summary>
    private const double PriorOfAll = 5;

    /// <summary>Weight of the prior for a group's offset.</summary>
    private const double PriorOfGroup = 4;

    /// <summary>Weight of the prior for a feature's offset.</summary>
    private const double PriorOfFeature = 1.5;

    /// <summary>Weight of the prior for the person's variation.</summary>
    private const double PriorOfScale = 20;

    /// <summary>ln(ms); larger offsets are clamped to this.</summary>
    private const double Farthest = 2;

    private const double Freedom = 4;

    /// <summary>Nats per time; the smallest expected difference from people at large.</summary>
    private const double LeastApart = 0.05;

    private static readonly double Root3 = Math.Sqrt(3);

    private readonly float[] location;
    private readonly float[] scale;
    private readonly FreeTextBackground background;

    internal FreeTextProfile(float[] location, float[] scale, FreeTextBackground background) =>
        (this.location, this.scale, this.background) = (location, scale, background);

    internal ReadOnlySpan<float> Location => location;

    internal ReadOnlySpan<float> Scale => scale;

    /// <summary>The expected score of the person's times, nats per time.</summary>
    public float Own { get; internal init; }

    /// <summary>The expected score of other people's times, nats per time.</summary>
    public float Others { get; internal init; } = 1;

    /// <summary>The stored size in bytes.</summary>
    public int Bytes => ((location.Length + scale.Length) * sizeof(float)) + (2 * sizeof(float));

    /// <returns>The profile; null while there are too few times.</returns>
    public static FreeTextProfile? Learn(FreeTextSums sums, FreeTextBackground background)
    {
        if (sums.Times < MinTimes)
            return null;
        var measured = sums
            .Measured.Select(one => (one.Feature, one.Times, Offset: one.Mean - background[one.Feature].Location, one.Variance))
            .ToArray();
        var (location, scale) = (new float[FreeTextFeature.Count], new float[FreeTextFeature.Count]);
        foreach (var holds in new[] { true, false })
        {
            var kind = measured.Where(one => one.Feature.IsHold == holds).ToArray();
            var all = Offset(kind.Select(one => (one.Times, one.Offset)), PriorOfAll);
            var groups = kind.GroupBy(one => one.Feature.Group)
                .ToDictionary(group => group.Key, group => Offset(group.Select(one => (one.Times, one.Offset - all)), PriorOfGroup));
            var features = kind.ToDictionary(
                one => one.Feature,
                one => (one.Times, Offset: Offset([(one.Times, one.Offset - all - groups[one.Feature.Group])], PriorOfFeature))
            );
            var ratio = Ratio(
                kind.Select(one => (one.Times, one.Variance / (background[one.Feature].Within * background[one.Feature].Within)))
            );
            for (var index = 0; index < FreeTextFeature.Count; index++)
            {
                var feature = new FreeTextFeature(index);
                if (feature.IsHold != holds) continue;
                var own = features.GetValueOrDefault(feature);
                location[index] = (float)(background[feature].Location + all + groups.GetValueOrDefault(feature.Group) + own.Offset);
                scale[index] = (float)(background[feature].Within * ratio * Math.Sqrt(1 + (1 / (own.Times + PriorOfFeature))));
            }
        }

        var profile = new FreeTextProfile(location, scale, background);
        var (atOwn, atOthers) = profile.Expected(measured.Select(one => (one.Feature, one.Times)));
        return new(location, scale, background) { Own = atOwn, Others = atOthers };
    }

    /// <summary>The expected mean score of a sample's times, nats per time, because only means and spreads are stored.</summary>
    public double Score(FreeTextSums sample)
    {
        var (times, sum) = (0.0, 0.0);
        foreach (var (feature, count, mean, variance) in sample.Measured)
            (times, sum) = (times + count, sum + (count * Expected(feature, mean, Math.Sqrt(variance))));
        return sum / times;
    }

    /// <summary>
    /// Normalises a window's mean score, so that one threshold serves all users: the person's expected score is −½, other people's +½.
    /// </summary>
    public double Normalised(double mean) => ((mean - Own) / Math.Max(LeastApart, Others - Own)) - 0.5;

    /// <summary>
    /// Expected mean scores of times from the person's distribution and from people's, with the features' observed frequencies.
    /// </summary>
    private (float Own, float Others) Expected(IEnumerable<(FreeTextFeature Feature, double Times)> features)
    {
        var (times, own, anybody) = (0.0, 0.0, 0.0);
        foreach (var (feature, weight) in features)
        {
            var people = background[feature];
            var spread = Math.Sqrt((people.Between * people.Between) + (people.Within * people.Within));
            times += weight;
            own += weight * Expected(feature, location[feature.Index], scale[feature.Index]);
            anybody += weight * Expected(feature, people.Location, spread);
        }

        return ((float)(own / times), (float)(anybody / times));
    }

    /// <summary>The mean score of normally distributed times, by three-point Gauss–Hermite quadrature.</summary>
    private double Expected(FreeTextFeature feature, double middle, double deviation) =>
        (4 * Score(new FreeTextTime(feature, middle)) / 6)
        + (
            (
                Score(new FreeTextTime(feature, middle - (Root3 * deviation)))
                + Score(new FreeTextTime(feature, middle + (Root3 * deviation)))
            ) / 6
        );

    /// <summary>The log-likelihood ratio of people at large against this person, nats; higher is worse.</summary>
    public double Score(FreeTextTime time)
    {
        var people = background[time.Feature];
        var anybody = Math.Sqrt((people.Between * people.Between) + (people.Within * people.Within));
        var own = scale[time.Feature.Index];
        var score =
            Tail((time.Log - people.Location) / anybody)
            - Math.Log(anybody)
            - Tail((time.Log - location[time.Feature.Index]) / own)
            + Math.Log(own);
        return Math.Clamp(score, -Outermost, Outermost);
    }

    /// <summary>Log density of Student's t, without constants.</summary>
    private static double Tail(double z) => -(Freedom + 1) / 2 * Math.Log(1 + (z * z / Freedom));

    private static double Offset(IEnumerable<(double Times, double Offset)> parts, double prior)
    {
        var (times, sum) = (0.0, 0.0);
        foreach (var (weight, offset) in parts) (times, sum) = (times + weight, sum + (weight * Math.Clamp(offset, -Farthest, Farthest)));
        return sum / (times + prior);
    }

    /// <summary>The person's variation relative to people's: the root of the pooled variance ratio, shrunk towards 1.</summary>
    private static double Ratio(IEnumerable<(double Times, double Ratio)> parts)
    {
        var (times, sum) = (0.0, 0.0);
        foreach (var (weight, ratio) in parts)
            (times, sum) = (times + Math.Max(0, weight - 1), sum + (Math.Max(0, weight - 1) * Math.Min(ratio, 4)));
        return Math.Sqrt((sum + PriorOfScale) / (times + PriorOfScale));
    }
}
