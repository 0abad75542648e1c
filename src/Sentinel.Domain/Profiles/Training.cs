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
/// <param name="Drift">Of the baseline, 0..1: see <see cref="DriftCheck"/>.</param>
/// <param name="Rejected">What has drifted too far to be published, and comes a version before the other; null when nothing has.</param>
/// <param name="RejectedDrift">Of the one that was rejected.</param>
/// <param name="Dropped">Lessons that have to go, since there are newer ones.</param>
/// <param name="SetAside">Lessons that must not teach.</param>
public sealed record Trained(Baseline? Baseline, double Drift, Baseline? Rejected, double RejectedDrift, IReadOnlySet<long> Dropped, IReadOnlySet<long> SetAside)
{
    /// <summary>Checks each field, typing, mouse and touch for drift, bounds the reservoir, and learns from what is left. Pure.</summary>
    public static Trained Of(Training training, Population population)
    {
        var (anchors, aside, checks) = (new HashSet<long>(), new HashSet<long>(), new List<DriftCheck>());
        foreach (var kind in training.Lessons.GroupBy(lesson => lesson.Lesson.Kind))
        {
            var subjects = kind.SelectMany(kept => kept.Lesson.BySubject().Select(part => (part.Subject, Kept: kept with { Lesson = part.Lesson })))
                .GroupBy(part => part.Subject, part => part.Kept).ToArray();
            foreach (KeptLesson[] lessons in subjects.Select(subject => subject.ToArray()))
            {
                var anchored = Reservoir.Anchor(lessons, subjects.Length);
                checks.Add(DriftCheck.Of(lessons, anchored, population));
                anchors.UnionWith(anchored.Select(lesson => lesson.Id));
                aside.UnionWith(checks[^1].SetAside.Select(lesson => lesson.Id));
            }
        }

        var rejected = checks.Exists(check => check.HasDrifted) ? Learn(training.Version, training.Lessons) : null;
        var left = training.Lessons.Where(lesson => !aside.Contains(lesson.Id)).ToArray();
        var dropped = left.GroupBy(lesson => lesson.Lesson.Kind).SelectMany(kind => Reservoir.Overflow([.. kind], anchors)).ToHashSet();
        var baseline = Learn(training.Version + (rejected is null ? 0 : 1), left.Where(lesson => !dropped.Contains(lesson.Id)));
        return new(baseline.IsMature ? baseline : null, Largest(check => check.Left), rejected, rejected is null ? 0 : Largest(check => check.Drift), dropped, aside);

        double Largest(Func<DriftCheck, double> drift) => checks.Select(drift).DefaultIfEmpty(0).Max();

        Baseline Learn(int version, IEnumerable<KeptLesson> from) => Baseline.Learn(version, [.. from.Select(lesson => lesson.Lesson)], population);
    }
}
