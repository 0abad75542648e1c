using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Learning;

/// <summary>
/// Detects an attacker who moves a baseline away from its user step by step. The anchor consists of verified samples. An unverified sample
/// is used only if the anchor accepts it and enough of the others, and if the model learned from them accepts the anchor. So a baseline
/// moves no further than the anchor allows. A user with a new keyboard gets a new rhythm by passing challenges.
/// </summary>
/// <param name="Drift">The larger of the two shares of windows that one side refuses of the other, 0..1.</param>
/// <param name="HasDrifted">Whether a share is above its bound.</param>
/// <param name="SetAside">Training samples that must not be used.</param>
/// <param name="Left">
/// The drift without them: the share of the anchor's windows that the remaining model refuses. The anchor refuses no remaining sample.
/// </param>
public sealed record DriftCheck(double Drift, bool HasDrifted, IReadOnlyList<StoredSample> SetAside, double Left)
{
    /// <summary>Share of unverified samples that the anchor may refuse; it refuses a fifth of the user's own entries.</summary>
    private const double MaxEntriesRefused = 0.6, MaxRefused = 0.4;

    /// <summary>Share of the anchor that the learned model may refuse.</summary>
    private const double MaxAnchorEntriesRefused = 0.25, MaxAnchorRefused = 0.4;

    /// <summary>The last entries, on which a template depends; the smallest divisor of their share.</summary>
    private const int LastEntries = 20;

    /// <summary>The smallest divisor for free typing and groups of strokes, whose profiles use all stored samples.</summary>
    private const int MinSamples = 5;

    /// <summary>Pointer strokes judged together, because one alone is too little evidence.</summary>
    private const int StrokesTogether = 20;

    /// <param name="samples">Samples of one field, free typing, mouse or touch; oldest first.</param>
    /// <param name="anchored">The samples that form the anchor.</param>
    /// <param name="population">The population to compare with.</param>
    public static DriftCheck Of(IReadOnlyList<StoredSample> samples, IReadOnlyList<StoredSample> anchored, Population population)
    {
        var anchor = Learn(anchored);
        var doubtful = samples.Where(sample => !sample.Verified).Except(anchored).ToArray();
        var groups = Groups(doubtful).ToArray();
        var refused = groups.Where(group => IsRefused(anchor, group, template => template.Typical)).ToHashSet();
        var (bound, anchorBound) =
            samples[0].TrainingSample.Kind == SampleKind.FixedText
                ? (MaxEntriesRefused, MaxAnchorEntriesRefused)
                : (MaxRefused, MaxAnchorRefused);
        var forth = Share(groups, refused.Contains);
        StoredSample[] aside = [.. refused.SelectMany(group => group)];
        var fresh = doubtful.Where(sample => sample.IsNew);
        if (forth > bound) aside = [.. aside.Union(fresh)];
        var back = Back(aside);
        var drift = Math.Max(forth, back);
        if (back <= anchorBound) return new(drift, forth > bound, aside, back);
        aside = [.. aside.Union(fresh)];
        var left = Back(aside);
        return left <= anchorBound ? new(drift, true, aside, left) : new(drift, true, doubtful, Back(doubtful));

        Baseline Learn(IEnumerable<StoredSample> from) => Baseline.Learn(0, [.. from.Select(sample => sample.TrainingSample)], population);

        double Back(StoredSample[] without)
        {
            var learnt = Learn(samples.Except(without));
            return Share([.. Groups(anchored)], group => IsRefused(learnt, group, template => template.TrainsBelow));
        }
    }

    /// <summary>Groups of samples that are judged together.</summary>
    private static IEnumerable<StoredSample[]> Groups(IReadOnlyList<StoredSample> samples)
    {
        List<StoredSample> group = [];
        foreach (var sample in samples)
        {
            group.Add(sample);
            if (sample.TrainingSample.Kind == SampleKind.Strokes && group.Sum(one => one.TrainingSample.Windows) < StrokesTogether)
                continue;
            yield return [.. group];
            group.Clear();
        }
    }

    private static double Share(StoredSample[][] groups, Func<StoredSample[], bool> isRefused)
    {
        if (groups.Length == 0) return 0;
        var isText = groups[0][0].TrainingSample.Kind == SampleKind.FixedText;
        var judged = isText ? groups[^Math.Min(groups.Length, LastEntries)..] : groups;
        return judged.Count(isRefused) / (double)Math.Max(judged.Length, isText ? LastEntries : MinSamples);
    }

    private static bool IsRefused(Baseline by, StoredSample[] group, Func<FixedTextTemplate, double> most)
    {
        var samples = group.Select(kept => kept.TrainingSample).ToArray();
        return samples[0].Kind switch
        {
            SampleKind.FixedText => by.Text(samples[0].Entries[0].Field) is { } text
                && 2 * samples.Sum(sample => sample.Entries.Count(entry => IsRefused(by, text, entry, most(text))))
                    > samples.Sum(sample => sample.Windows),
            SampleKind.FreeText => IsRefused(by, [.. samples.SelectMany(sample => sample.FreeText)]),
            _ => by.Pointer(samples[0].Strokes[0].Kind) is { } pointer
                && samples.SelectMany(sample => sample.Strokes).Average(pointer.Score) > 0,
        };
    }

    /// <summary>Refuses free typing that is nearer to people at large by the table or by the style: a sample teaches both.</summary>
    private static bool IsRefused(Baseline by, FreeTextSums[] samples)
    {
        if (by.FreeText is { } table && !(samples.Average(sample => table.Normalised(table.Score(sample))) <= 0))
            return true;
        var styles = samples.Select(sample => sample.Style).OfType<TypingStyle>().ToArray();
        return by.Style is { } known && styles.Length > 0
            && !(styles.Average(style => known.Nats(style, FreeTextSums.SampleStrokes, StyleNet.Shipped)) <= 0);
    }

    /// <summary>Also refuses evidence for an impostor.</summary>
    private static bool IsRefused(Baseline by, FixedTextTemplate text, FixedTextWindow entry, double most)
    {
        var score = text.Score(entry.Rhythm!);
        return !(score <= most) || by.Population.FixedTextCalibration?.At(score - text.Level) > 0;
    }
}
