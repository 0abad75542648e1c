namespace Sentinel.Application.Profiles.Records;

/// <summary>What is known of a user.</summary>
/// <param name="Id">The surrogate id.</param>
/// <param name="PublishedVersion">0 while no baseline is.</param>
/// <param name="Versions">Newest first.</param>
/// <param name="TrainingSamples">By state.</param>
public sealed record Profile(
    Guid Id,
    int PublishedVersion,
    IReadOnlyList<BaselineVersion> Versions,
    IReadOnlyDictionary<SampleState, int> TrainingSamples
);

/// <summary>What becomes of a version.</summary>
public enum BaselineStatus : byte { Published, Quarantined, RolledBack }

/// <summary>What becomes of a training sample.</summary>
public enum SampleState : byte
{
    /// <summary>Waits for a passed challenge of its session; expires after seven days.</summary>
    Quarantined,

    /// <summary>Teaches at the next training.</summary>
    New,

    /// <summary>Is in the reservoir.</summary>
    Kept,

    /// <summary>Does not go with what passed challenges vouch for; expires after seven days.</summary>
    Suspect,
}

/// <summary>One trained version.</summary>
/// <param name="Version">From 1.</param>
/// <param name="CreatedAt">When it was trained.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Reason">Why it was quarantined; else empty.</param>
/// <param name="Drift">How far it is from what passed challenges vouch for, 0..1: see <see cref="Domain.Learning.DriftCheck"/>.</param>
/// <param name="Models">Which models it has: <c>fixed_text</c>, <c>typing</c>, <c>mouse</c>, <c>touch</c>.</param>
/// <param name="Bytes">Its size.</param>
public sealed record BaselineVersion(
    int Version,
    DateTimeOffset CreatedAt,
    BaselineStatus Status,
    string Reason,
    double Drift,
    IReadOnlyList<string> Models,
    int Bytes
);
