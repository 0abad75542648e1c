namespace Sentinel.Application.Profiles.Records;

/// <summary>What was learned about a user.</summary>
/// <param name="Id">The surrogate id.</param>
/// <param name="PublishedVersion">The published version; 0 while there is none.</param>
/// <param name="Versions">Newest first.</param>
/// <param name="TrainingSamples">The number of training samples by state.</param>
public sealed record Profile(
    Guid Id,
    int PublishedVersion,
    IReadOnlyList<BaselineVersion> Versions,
    IReadOnlyDictionary<SampleState, int> TrainingSamples
);

/// <summary>The status of a baseline version.</summary>
public enum BaselineStatus : byte { Published, Quarantined, RolledBack }

/// <summary>The state of a training sample.</summary>
public enum SampleState : byte
{
    /// <summary>The sample waits for a passed challenge of its session; it expires after seven days.</summary>
    Quarantined,

    /// <summary>The next training uses the sample.</summary>
    New,

    /// <summary>The sample is in the reservoir.</summary>
    Kept,

    /// <summary>The sample does not match the verified samples; it expires after seven days.</summary>
    Suspect,
}

/// <summary>One trained baseline version.</summary>
/// <param name="Version">From 1.</param>
/// <param name="CreatedAt">When it was trained.</param>
/// <param name="Status">The version's status.</param>
/// <param name="Reason">Why it was quarantined; otherwise empty.</param>
/// <param name="Drift">How far it is from its anchor, 0..1; see <see cref="Domain.Learning.DriftCheck"/>.</param>
/// <param name="Models">The models that it contains: <c>fixed_text</c>, <c>free_text</c>, <c>mouse</c>, <c>touch</c>.</param>
/// <param name="Bytes">Its size in bytes.</param>
public sealed record BaselineVersion(
    int Version,
    DateTimeOffset CreatedAt,
    BaselineStatus Status,
    string Reason,
    double Drift,
    IReadOnlyList<string> Models,
    int Bytes
);
