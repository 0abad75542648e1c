using Sentinel.Application.Audit;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>
/// What is learnt of users, in cold storage: training samples, and versions of baselines. Users go by a surrogate id, so that no job has to carry a
/// name.
/// </summary>
public interface IProfiles
{
    /// <summary>
    /// Keeps the training samples of these records, lets quarantined ones teach where the session passed a challenge, and forgets them where it was
    /// blocked. The same records again change nothing.
    /// </summary>
    Task<ProfileWork> Take(IReadOnlyList<AuditRecord> records, CancellationToken cancel);

    /// <summary>
    /// Trains the user's next baseline in one transaction, one at a time for each user; false when there is nothing new to learn from, or
    /// the user was forgotten.
    /// </summary>
    Task<bool> Train(Guid user, Func<Training, Trained> learn, CancellationToken cancel);

    /// <summary>
    /// Who a surrogate id stands for, and the published baseline; null for an id that is not known, or of a user who was erased.
    /// </summary>
    Task<(TenantId Tenant, UserId User, PublishedBaseline Baseline)?> Published(Guid user, CancellationToken cancel);

    /// <summary>Null when nothing was ever learnt of the user.</summary>
    Task<Profile?> Find(TenantId tenant, UserId user, CancellationToken cancel);

    /// <summary>
    /// Makes an earlier version the published one, and drops the training samples that came after it; false when there is no such version to go back
    /// to.
    /// </summary>
    Task<bool> RollBack(Guid user, int version, CancellationToken cancel);

    /// <summary>Deletes training samples and baselines, and everything of before that may still come from an outbox.</summary>
    /// <param name="tenant">Whose user it is.</param>
    /// <param name="user">The user.</param>
    /// <param name="erase">The user is erased: audit records of before now that are still on their way are dropped too.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<Forgotten> Forget(TenantId tenant, UserId user, bool erase, CancellationToken cancel);

    /// <summary>All that was learnt of the user, as it is kept; null when nothing ever was.</summary>
    Task<Learnt?> Export(TenantId tenant, UserId user, CancellationToken cancel);

    /// <summary>Of each user the training samples that teach, oldest first; nobody is named.</summary>
    IAsyncEnumerable<IReadOnlyList<TrainingSample>> Everybody(CancellationToken cancel);

    /// <summary>Users whose training was asked for and did not come, at most a thousand.</summary>
    Task<IReadOnlyList<Guid>> Overdue(CancellationToken cancel);

    /// <summary>
    /// Deletes quarantined training samples that nobody released in time, and what tells of users who were erased as long ago; how many training samples.
    /// </summary>
    Task<int> Expire(CancellationToken cancel);
}

/// <summary>What the records gave rise to.</summary>
/// <param name="Train">Users to be trained, each once in a while however much comes in.</param>
/// <param name="Publish">Users whose published baseline is not the one that hot state has.</param>
public sealed record ProfileWork(IReadOnlyList<Guid> Train, IReadOnlyList<Guid> Publish)
{
    public static readonly ProfileWork None = new([], []);
}

/// <summary>What was forgotten.</summary>
/// <param name="Id">The surrogate id.</param>
/// <param name="At">What was scored until then is forgotten.</param>
/// <param name="TrainingSamples">How many training samples were deleted.</param>
/// <param name="Baselines">How many versions of the baseline.</param>
public sealed record Forgotten(Guid Id, DateTimeOffset At, int TrainingSamples, int Baselines);

/// <summary>What was learnt, whole.</summary>
/// <param name="Baselines">Each version with its content.</param>
/// <param name="TrainingSamples">Each training sample with its content, oldest first.</param>
public sealed record Learnt(IReadOnlyList<(BaselineVersion Version, byte[] Content)> Baselines, IReadOnlyList<LearntTrainingSample> TrainingSamples);

/// <param name="DecidedAt">Of the decision that it came with.</param>
/// <param name="Session">That decision's.</param>
/// <param name="Kind">ENTRIES, TYPING or STROKES.</param>
/// <param name="State">What becomes of it.</param>
/// <param name="Content">As it is kept: sums and timings by position, no text.</param>
public sealed record LearntTrainingSample(DateTimeOffset DecidedAt, string Session, string Kind, SampleState State, byte[] Content);

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
