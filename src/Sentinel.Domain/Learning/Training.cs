using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Learning;

/// <summary>A stored training sample.</summary>
/// <param name="Id">Its id in the store.</param>
/// <param name="At">When its windows were scored.</param>
/// <param name="IsNew">No training has used it yet.</param>
/// <param name="Verified">A passed challenge shows that it is the user's.</param>
/// <param name="TrainingSample">The windows, all of one kind.</param>
public readonly record struct StoredSample(long Id, DateTimeOffset At, bool IsNew, bool Verified, TrainingSample TrainingSample);

/// <summary>The input of a training.</summary>
/// <param name="Version">The version of the next baseline.</param>
/// <param name="TrainingSamples">The training samples, oldest first.</param>
public sealed record Training(int Version, IReadOnlyList<StoredSample> TrainingSamples);

/// <summary>The result of a training.</summary>
/// <param name="Baseline">The baseline to publish; null while no model is mature.</param>
/// <param name="Drift">The baseline's drift, 0..1; see <see cref="DriftCheck"/>.</param>
/// <param name="Rejected">The baseline that has drifted too far to be published, one version before the other; null for none.</param>
/// <param name="RejectedDrift">The drift of the rejected baseline.</param>
/// <param name="Dropped">Training samples to delete, because newer ones replace them.</param>
/// <param name="SetAside">Training samples that must not be used.</param>
public sealed record Trained(
    Baseline? Baseline,
    double Drift,
    Baseline? Rejected,
    double RejectedDrift,
    IReadOnlySet<long> Dropped,
    IReadOnlySet<long> SetAside
)
{
    /// <summary>Checks each field, free typing, mouse and touch for drift, bounds the reservoir, and learns from the rest. Pure.</summary>
    public static Trained Of(Training training, Population population)
    {
        var (anchors, aside, checks) = (new HashSet<long>(), new HashSet<long>(), new List<DriftCheck>());
        var fields = Reservoir.Fields(training.TrainingSamples);
        var dropped = training
            .TrainingSamples.Where(kept =>
                kept.TrainingSample is { Kind: SampleKind.FixedText, Entries: var entries }
                && !entries.Any(entry => fields.Contains(entry.Field))
            )
            .Select(kept => kept.Id)
            .ToHashSet();
        aside.UnionWith(Unheard(training.TrainingSamples));
        foreach (
            var kind in training
                .TrainingSamples.Where(sample => !dropped.Contains(sample.Id) && !aside.Contains(sample.Id))
                .GroupBy(sample => sample.TrainingSample.Kind)
        )
        {
            var subjects = kind.SelectMany(kept =>
                    kept.TrainingSample.BySubject()
                        .Where(part => kind.Key != SampleKind.FixedText || fields.Contains(part.Subject))
                        .Select(part => (part.Subject, Kept: kept with { TrainingSample = part.TrainingSample }))
                )
                .GroupBy(part => part.Subject, part => part.Kept)
                .ToArray();
            foreach (StoredSample[] samples in subjects.Select(subject => subject.ToArray()))
            {
                var anchored = Reservoir.Anchor(samples, subjects.Length);
                checks.Add(DriftCheck.Of(samples, anchored, population));
                anchors.UnionWith(anchored.Select(sample => sample.Id));
                aside.UnionWith(checks[^1].SetAside.Select(sample => sample.Id));
            }
        }

        var rejected = checks.Exists(check => check.HasDrifted) ? Learn(training.Version, training.TrainingSamples) : null;
        var left = training.TrainingSamples.Where(sample => !aside.Contains(sample.Id)).ToArray();
        dropped.UnionWith(left.GroupBy(sample => sample.TrainingSample.Kind).SelectMany(kind => Reservoir.Overflow([.. kind], anchors)));
        var baseline = Learn(training.Version + (rejected is null ? 0 : 1), left.Where(sample => !dropped.Contains(sample.Id)));
        return new(
            baseline.IsMature ? baseline : null,
            Largest(check => check.Left),
            rejected,
            rejected is null ? 0 : Largest(check => check.Drift),
            dropped,
            aside
        );

        double Largest(Func<DriftCheck, double> drift) => checks.Select(drift).DefaultIfEmpty(0).Max();

        Baseline Learn(int version, IEnumerable<StoredSample> from) =>
            Baseline.Learn(version, [.. from.Select(sample => sample.TrainingSample)], population, fields);
    }

    /// <summary>
    /// New samples of unknown fields, once another field has enough verified ones: an attacker at the user's device could train such a
    /// field with another rhythm.
    /// </summary>
    private static IEnumerable<long> Unheard(IReadOnlyList<StoredSample> samples)
    {
        var fields = samples
            .SelectMany(kept => kept.TrainingSample.Entries.Select(entry => (entry.Field, Kept: kept)))
            .GroupBy(entry => entry.Field, entry => entry.Kept)
            .ToArray();
        return fields.Any(field => field.Count(kept => kept.Verified) >= FixedTextTemplate.MinEntries)
            ? fields
                .Where(field => field.All(kept => kept is { IsNew: true, Verified: false }))
                .SelectMany(field => field.Select(kept => kept.Id))
            : [];
    }
}
