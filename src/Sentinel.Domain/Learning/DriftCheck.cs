using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Learning;

/// <summary>
/// Whether somebody leads a baseline away from its user step by step. The anchor is learnt from what passed challenges vouch for. What
/// nobody vouches for teaches where the anchor finds it usual, as long as enough of it is and what is learnt from it takes the anchor for
/// the user's in turn: so nobody gets farther than the anchor reaches, and who has a new keyboard gets a new rhythm by passing challenges.
/// </summary>
/// <param name="Drift">The larger share of either's windows that the other refuses, 0..1.</param>
/// <param name="HasDrifted">It is beyond a bound.</param>
/// <param name="SetAside">Training samples that must not teach.</param>
/// <param name="Left">
/// The drift without them: of the anchor's windows the share that what is left refuses; the anchor refuses nothing of it.
/// </param>
public sealed record DriftCheck(double Drift, bool HasDrifted, IReadOnlyList<StoredSample> SetAside, double Left)
{
    /// <summary>Share of what nobody vouches for that the anchor may refuse; of the user's own entries it does a fifth.</summary>
    private const double MaxEntriesRefused = 0.6, MaxRefused = 0.4;

    /// <summary>Share of the anchor that what is learnt may refuse.</summary>
    private const double MaxAnchorEntriesRefused = 0.25, MaxAnchorRefused = 0.4;

    /// <summary>Entries that are judged: a template goes by the last ones.</summary>
    private const int LastEntries = 20;

    /// <summary>Fewer samples of typing, or strokes by twenties, prove no drift; their profiles go by all that is kept.</summary>
    private const int MinSamples = 5;

    /// <summary>Strokes that are judged together; one alone says too little.</summary>
    private const int StrokesTogether = 20;

    /// <param name="samples">Of one field, of typing, of mouse or of touch; oldest first.</param>
    /// <param name="anchored">Those of them that the anchor is learnt from.</param>
    /// <param name="population">Whom to compare with.</param>
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
            return Share([.. Groups(anchored)], group => IsRefused(learnt, group, template => template.TeachesBelow));
        }
    }

    /// <summary>What is judged together.</summary>
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

    /// <param name="by">Who judges.</param>
    /// <param name="group">What is judged together.</param>
    /// <param name="most">The highest score that an entry may have.</param>
    private static bool IsRefused(Baseline by, StoredSample[] group, Func<FixedTextTemplate, double> most)
    {
        var samples = group.Select(kept => kept.TrainingSample).ToArray();
        return samples[0].Kind switch
        {
            SampleKind.FixedText => by.Text(samples[0].Entries[0].Field) is { } text
                && 2 * samples.Sum(sample => sample.Entries.Count(entry => IsRefused(by, text, entry, most(text))))
                    > samples.Sum(sample => sample.Windows),
            SampleKind.FreeText => by.FreeText is { } freeText
                && !(samples.SelectMany(sample => sample.FreeText).Average(sample => freeText.Normalised(freeText.Score(sample))) <= 0),
            _ => by.Pointer(samples[0].Strokes[0].Kind) is { } pointer
                && samples.SelectMany(sample => sample.Strokes).Average(pointer.Score) > 0,
        };
    }

    /// <summary>Also what speaks against the user.</summary>
    private static bool IsRefused(Baseline by, FixedTextTemplate text, FixedTextWindow entry, double most)
    {
        var score = text.Score(entry.Rhythm!);
        return !(score <= most) || by.Population.FixedTextCalibration?.At(score - text.Level) > 0;
    }
}
