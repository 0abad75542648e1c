using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>All that is kept of a person's free typing: of each feature how often, its mean and its spread. The order of keys is not in it.</summary>
public sealed class TypingSums
{
    private readonly Moments[] features = new Moments[TypingFeature.Count];

    /// <summary>Times that were added.</summary>
    public int Times { get; private set; }

    public static TypingSums Of(IEnumerable<TypingTime> times)
    {
        var sums = new TypingSums();
        foreach (var time in times) sums.Add(time);
        return sums;
    }

    public void Add(TypingTime time)
    {
        features[time.Feature.Index].Add(time.Log);
        Times++;
    }

    /// <summary>Those that were measured at all.</summary>
    internal IEnumerable<(TypingFeature Feature, Moments Of)> Measured =>
        features.Select((of, index) => (new TypingFeature(index), of)).Where(pair => pair.of.Weight > 0);
}
