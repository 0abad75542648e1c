using Sentinel.Application.Audit.Records;
using Sentinel.Application.Profiles.Records;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>
/// What is learned about users, in cold storage: training samples and baseline versions. Users are identified by a surrogate id, so that no
/// job contains a name.
/// </summary>
public interface IProfiles
{
    /// <summary>
    /// Stores the training samples of these records. Releases quarantined samples if the session passed a challenge, and deletes them if it
    /// was blocked. Idempotent.
    /// </summary>
    Task<ProfileWork> Take(IReadOnlyList<AuditRecord> records, CancellationToken cancel);

    /// <summary>
    /// Trains the user's next baseline in one transaction, one at a time per user; false when there are no new samples, or the user was
    /// forgotten.
    /// </summary>
    Task<bool> Train(Guid user, Func<Training, Trained> learn, CancellationToken cancel);

    /// <summary>
    /// Requests a training if samples wait that no training has seen, unless one is requested; returns whether it did. Samples that arrive
    /// while a training runs find it requested, and may be too late for it.
    /// </summary>
    Task<bool> RequestMissed(Guid user, CancellationToken cancel);

    /// <summary>The user of a surrogate id, and the published baseline; null if the id is unknown or the user was erased.</summary>
    Task<(TenantId Tenant, UserId User, PublishedBaseline Baseline)?> Published(Guid user, CancellationToken cancel);

    /// <summary>Null when nothing was ever learned about the user.</summary>
    Task<Profile?> Find(TenantId tenant, UserId user, CancellationToken cancel);

    /// <summary>
    /// Publishes an earlier version again and deletes the training samples after it; false when there is no such version.
    /// </summary>
    Task<bool> RollBack(Guid user, int version, CancellationToken cancel);

    /// <summary>
    /// Deletes training samples, including those in an outbox, and baselines. For an erasure, also drops earlier audit records in transit.
    /// </summary>
    Task<Forgotten> Forget(TenantId tenant, UserId user, bool erase, CancellationToken cancel);

    /// <summary>Everything learned about the user, as stored; null when nothing ever was.</summary>
    Task<Learnt?> Export(TenantId tenant, UserId user, CancellationToken cancel);

    /// <summary>Each user's training samples that are used for training, oldest first, without names.</summary>
    IAsyncEnumerable<IReadOnlyList<TrainingSample>> AllUsers(CancellationToken cancel);

    /// <summary>Users whose requested training did not happen, at most a thousand.</summary>
    Task<IReadOnlyList<Guid>> Overdue(CancellationToken cancel);

    /// <summary>
    /// Deletes quarantined training samples that were not released in time, and tombstones of the same age. Returns the number of training
    /// samples.
    /// </summary>
    Task<int> Expire(CancellationToken cancel);
}
