namespace Sentinel.Domain.Profiles;

/// <summary>A lesson as it is kept.</summary>
/// <param name="Id">Its place in the store.</param>
/// <param name="At">When its windows were scored.</param>
/// <param name="Vouched">A passed challenge says that it is the user's.</param>
/// <param name="Lesson">The windows, all of one kind.</param>
public readonly record struct KeptLesson(long Id, DateTimeOffset At, bool Vouched, Lesson Lesson);

/// <summary>What a baseline is learnt from.</summary>
/// <param name="Version">Of the baseline to be learnt.</param>
/// <param name="Lessons">Oldest first.</param>
/// <param name="Anchor">What it must not have drifted from; null for the first one.</param>
public sealed record Training(int Version, IReadOnlyList<KeptLesson> Lessons, Baseline? Anchor);

/// <summary>What training came to.</summary>
/// <param name="Baseline">The next version; null while nothing is mature.</param>
/// <param name="Drift">See <see cref="DriftCheck"/>, 0..1.</param>
/// <param name="Dropped">Lessons that have to go, since there are better ones.</param>
public sealed record Trained(Baseline? Baseline, double Drift, IReadOnlyList<long> Dropped)
{
    /// <summary>It has drifted too far to be published.</summary>
    public bool Drifted => Drift > DriftCheck.Bound;

    /// <summary>Bounds the reservoir, learns, and checks the drift. Pure.</summary>
    public static Trained Of(Training training, Population population)
    {
        var dropped = Overflow(training.Lessons, lesson => lesson.Entries.Length, Reservoir.MostEntries)
            .Concat(Overflow(training.Lessons, lesson => lesson.Typing.Length, Reservoir.MostTyping))
            .Concat(Overflow(training.Lessons, lesson => lesson.Strokes.Length, Reservoir.MostStrokes)).ToHashSet();
        var kept = training.Lessons.Where(lesson => !dropped.Contains(lesson.Id)).ToArray();
        var baseline = Baseline.Learn(training.Version, [.. kept.Select(lesson => lesson.Lesson)], population);
        var drift = training.Anchor is { } anchor ? DriftCheck.Share(anchor, kept.Where(lesson => !lesson.Vouched).Select(lesson => lesson.Lesson)) : 0;
        return new(baseline.IsMature ? baseline : null, drift, [.. dropped]);
    }

    private static IEnumerable<long> Overflow(IReadOnlyList<KeptLesson> lessons, Func<Lesson, int> windows, int capacity)
    {
        var rows = lessons.Where(lesson => windows(lesson.Lesson) > 0).ToArray();
        return Reservoir.Overflow([.. rows.Select(row => (row.At, windows(row.Lesson)))], capacity).Select(index => rows[index].Id);
    }
}
