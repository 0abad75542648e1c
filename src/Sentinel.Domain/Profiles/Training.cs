namespace Sentinel.Domain.Profiles;

/// <summary>A lesson as it is kept.</summary>
/// <param name="Id">Its place in the store.</param>
/// <param name="At">When its windows were scored.</param>
/// <param name="IsNew">No training has met it yet.</param>
/// <param name="Vouched">A passed challenge says that it is the user's.</param>
/// <param name="Lesson">The windows, all of one kind.</param>
public readonly record struct KeptLesson(long Id, DateTimeOffset At, bool IsNew, bool Vouched, Lesson Lesson);

/// <summary>What a baseline is learnt from.</summary>
/// <param name="Version">The next one.</param>
/// <param name="Lessons">Oldest first.</param>
public sealed record Training(int Version, IReadOnlyList<KeptLesson> Lessons);

/// <summary>What training came to.</summary>
/// <param name="Baseline">What may be published; null while nothing is mature.</param>
/// <param name="Rejected">What has drifted too far to be published, and comes a version before the other; null when nothing has.</param>
/// <param name="Drift">See <see cref="DriftCheck"/>, 0..1.</param>
/// <param name="Dropped">Lessons that have to go, since there are newer ones.</param>
/// <param name="SetAside">Lessons that led the rejected one astray.</param>
public sealed record Trained(Baseline? Baseline, Baseline? Rejected, double Drift, IReadOnlySet<long> Dropped, IReadOnlySet<long> SetAside)
{
    /// <summary>Bounds the reservoir, checks each kind of windows for drift, and learns from what has not drifted. Pure.</summary>
    public static Trained Of(Training training, Population population)
    {
        var kinds = training.Lessons.GroupBy(lesson => lesson.Lesson.Kind).Select(kind => new Reservoir(kind.Key, [.. kind])).ToArray();
        var checks = kinds.Select(kind => DriftCheck.Of(kind, population)).ToArray();
        var drift = checks.Select(check => check.Share).DefaultIfEmpty(0).Max();
        var aside = checks.SelectMany(check => check.SetAside).Select(lesson => lesson.Id).ToHashSet();
        var kept = kinds.SelectMany(kind => kind.Kept).ToArray();
        var rejected = aside.Count == 0 ? null : Learn(training.Version, kept);
        var baseline = Learn(training.Version + (rejected is null ? 0 : 1), kept.Where(lesson => !aside.Contains(lesson.Id)));
        return new(baseline.IsMature ? baseline : null, rejected, drift, kinds.SelectMany(kind => kind.Dropped).Select(lesson => lesson.Id).ToHashSet(), aside);

        Baseline Learn(int version, IEnumerable<KeptLesson> from) => Baseline.Learn(version, [.. from.Select(lesson => lesson.Lesson)], population);
    }
}
