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
public sealed record Trained(
    Baseline? Baseline,
    double Drift,
    Baseline? Rejected,
    double RejectedDrift,
    IReadOnlySet<long> Dropped,
    IReadOnlySet<long> SetAside
)
{
    /// <summary>Checks each field, typing, mouse and touch for drift, bounds the reservoir, and learns from what is left. Pure.</summary>
    public static Trained Of(Training training, Population population)
    {
        var (anchors, aside, checks) = (new HashSet<long>(), new HashSet<long>(), new List<DriftCheck>());
        var fields = Reservoir.Fields(training.Lessons);
        var dropped = training
            .Lessons.Where(kept =>
                kept.Lesson is { Kind: LessonKind.Entries, Entries: var entries } && !entries.Any(entry => fields.Contains(entry.Field))
            )
            .Select(kept => kept.Id)
            .ToHashSet();
        aside.UnionWith(Unheard(training.Lessons));
        foreach (
            var kind in training
                .Lessons.Where(lesson => !dropped.Contains(lesson.Id) && !aside.Contains(lesson.Id))
                .GroupBy(lesson => lesson.Lesson.Kind)
        )
        {
            var subjects = kind.SelectMany(kept =>
                    kept.Lesson.BySubject()
                        .Where(part => kind.Key != LessonKind.Entries || fields.Contains(part.Subject))
                        .Select(part => (part.Subject, Kept: kept with { Lesson = part.Lesson }))
                )
                .GroupBy(part => part.Subject, part => part.Kept)
                .ToArray();
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
        dropped.UnionWith(left.GroupBy(lesson => lesson.Lesson.Kind).SelectMany(kind => Reservoir.Overflow([.. kind], anchors)));
        var baseline = Learn(training.Version + (rejected is null ? 0 : 1), left.Where(lesson => !dropped.Contains(lesson.Id)));
        return new(
            baseline.IsMature ? baseline : null,
            Largest(check => check.Left),
            rejected,
            rejected is null ? 0 : Largest(check => check.Drift),
            dropped,
            aside
        );

        double Largest(Func<DriftCheck, double> drift) => checks.Select(drift).DefaultIfEmpty(0).Max();

        Baseline Learn(int version, IEnumerable<KeptLesson> from) =>
            Baseline.Learn(version, [.. from.Select(lesson => lesson.Lesson)], population, fields);
    }

    /// <summary>
    /// New lessons of fields that nobody has heard of, once enough of another field is vouched for: a stranger at the user's device would
    /// teach them a rhythm of their own.
    /// </summary>
    private static IEnumerable<long> Unheard(IReadOnlyList<KeptLesson> lessons)
    {
        var fields = lessons
            .SelectMany(kept => kept.Lesson.Entries.Select(entry => (entry.Field, Kept: kept)))
            .GroupBy(entry => entry.Field, entry => entry.Kept)
            .ToArray();
        return fields.Any(field => field.Count(kept => kept.Vouched) >= TextTemplate.FewestEntries)
            ? fields
                .Where(field => field.All(kept => kept is { IsNew: true, Vouched: false }))
                .SelectMany(field => field.Select(kept => kept.Id))
            : [];
    }
}
