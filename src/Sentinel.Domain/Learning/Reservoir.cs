using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Learning;

/// <summary>
/// What is kept of a user's training samples: bounded for each kind, newer ones in place of older, and no day more than a quarter while
/// others have to go, so that one long sitting, or one day of somebody else's, never is the user. Of each field, of mouse and of touch an
/// anchor stays.
/// </summary>
public static class Reservoir
{
    public const int MaxEntries = 240;

    public const int MaxTyping = 60;

    /// <summary>Fields whose entries are kept; of each, an anchor has room for a template.</summary>
    public const int MaxFields = 4;

    public const int MaxStrokes = 1_500;

    /// <summary>Part of the capacity that one day may hold while there is more than fits, and that an anchor may.</summary>
    private const int Share = 4;

    /// <summary>Part of the capacity that makes an anchor: so far first training samples stand in for vouched ones.</summary>
    private const int Enough = 12;

    private static int Capacity(SampleKind kind) => kind switch
    {
        SampleKind.FixedText => MaxEntries,
        SampleKind.FreeText => MaxTyping,
        _ => MaxStrokes,
    };

    /// <summary>
    /// What somebody else cannot have led astray: the newest that a passed challenge vouches for and, while those are few, the first that
    /// were ever learnt.
    /// </summary>
    /// <param name="samples">Of one subject, oldest first.</param>
    /// <param name="subjects">How many there are of the kind.</param>
    /// <returns>Oldest first.</returns>
    public static IReadOnlyList<StoredSample> Anchor(IReadOnlyList<StoredSample> samples, int subjects)
    {
        var capacity = Capacity(samples[0].TrainingSample.Kind);
        var most = capacity / 2 / Math.Max(2, subjects);
        var (windows, anchor) = (0, new HashSet<long>());
        foreach (var sample in samples.Where(sample => sample.Verified).Reverse().Concat(samples.Where(sample => !sample.Verified)))
        {
            if (windows >= (sample.Verified ? most : Math.Min(most, capacity / Enough))) break;
            windows += sample.TrainingSample.Windows;
            anchor.Add(sample.Id);
        }

        return [.. samples.Where(sample => anchor.Contains(sample.Id))];
    }

    /// <summary>
    /// The fields whose entries are kept, in the order in which their texts are. Pages name fields as they like, so what challenges vouch
    /// for comes first, then what was learnt before, then what was used last.
    /// </summary>
    /// <param name="entries">Oldest first.</param>
    public static IReadOnlyList<ulong> Fields(IEnumerable<StoredSample> entries) =>
        [
            .. entries
                .SelectMany((kept, at) => kept.TrainingSample.Entries.Select(entry => (entry.Field, kept.IsNew, kept.Verified, At: at)))
                .GroupBy(entry => entry.Field)
                .OrderByDescending(field => Math.Min(FixedTextTemplate.MinEntries, field.Count(entry => entry.Verified)))
                .ThenBy(field => field.All(entry => entry is { IsNew: true, Verified: false }))
                .ThenByDescending(field => field.Max(entry => entry.At))
                .Select(field => field.Key)
                .Take(MaxFields),
        ];

    /// <summary>Which have to go.</summary>
    /// <param name="samples">Of one kind, oldest first.</param>
    /// <param name="anchors">Ids of those that stay.</param>
    public static IReadOnlyList<long> Overflow(IReadOnlyList<StoredSample> samples, IReadOnlySet<long> anchors)
    {
        if (samples.Count == 0)
            return [];
        var capacity =
            Capacity(samples[0].TrainingSample.Kind)
            - samples.Where(sample => anchors.Contains(sample.Id)).Sum(sample => sample.TrainingSample.Windows);
        var days = samples
            .Where(sample => !anchors.Contains(sample.Id))
            .GroupBy(sample => sample.At.UtcDateTime.Date)
            .OrderBy(day => day.Key)
            .Select(day => (TrainingSamples: new Queue<StoredSample>(day), Sum: day.Sum(sample => sample.TrainingSample.Windows)))
            .ToList();
        List<long> overflow = [];
        for (var total = days.Sum(day => day.Sum); total > Math.Max(0, capacity);)
        {
            var fullest = days.Select((day, at) => (day.Sum, at)).MaxBy(day => day.Sum);
            var from = fullest.Sum > capacity / Share ? fullest.at : days.FindIndex(day => day.Sum > 0);
            var (queue, sum) = days[from];
            var gone = queue.Dequeue();
            overflow.Add(gone.Id);
            total -= gone.TrainingSample.Windows;
            days[from] = (queue, sum - gone.TrainingSample.Windows);
        }

        return overflow;
    }
}
