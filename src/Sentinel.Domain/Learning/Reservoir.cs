using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Learning;

/// <summary>
/// Bounds a user's stored training samples by kind. Newer samples replace older ones. When samples must go, no day keeps more than a
/// quarter, so that one long sitting, or one day of another person, never forms the baseline. An anchor of each field, of mouse and of
/// touch stays.
/// </summary>
public static class Reservoir
{
    public const int MaxEntries = 240;

    public const int MaxFreeText = 60;

    /// <summary>Maximum number of fields whose entries are stored; the anchor of each has room for a template.</summary>
    public const int MaxFields = 4;

    public const int MaxStrokes = 1_500;

    /// <summary>One day may hold 1/4 of the capacity while samples must go.</summary>
    private const int Share = 4;

    /// <summary>Up to 1/12 of the capacity, the first unverified samples complete an anchor.</summary>
    private const int Enough = 12;

    private static int Capacity(SampleKind kind) => kind switch
    {
        SampleKind.FixedText => MaxEntries,
        SampleKind.FreeText => MaxFreeText,
        _ => MaxStrokes,
    };

    /// <summary>
    /// The samples that another person cannot have influenced: the newest verified ones and, while these are few, the first ones ever
    /// learned.
    /// </summary>
    /// <param name="samples">Samples of one subject, oldest first.</param>
    /// <param name="subjects">The number of subjects of the kind.</param>
    /// <returns>The anchor, oldest first.</returns>
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
    /// The fields whose entries are stored, most important first. Pages choose field names freely, so verified fields come first, then
    /// those learned before, then those used last.
    /// </summary>
    /// <param name="entries">The entries, oldest first.</param>
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

    /// <summary>The ids of samples to delete.</summary>
    /// <param name="samples">Samples of one kind, oldest first.</param>
    /// <param name="anchors">The ids of anchor samples, which stay.</param>
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
