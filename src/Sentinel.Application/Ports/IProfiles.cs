using Sentinel.Application.Audit.Records;
using Sentinel.Application.Profiles.Records;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>
/// What is learnt of users, in cold storage: training samples, and versions of baselines. Users go by a surrogate id, so that no job has to
/// carry a name.
/// </summary>
public interface IProfiles
{
    /// <summary>
    /// Keeps the training samples of these records, lets quarantined ones teach where the session passed a challenge, and forgets them
    /// where it was blocked. The same records again change nothing.
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
    /// Makes an earlier version the published one, and drops the training samples that came after it; false when there is no such version
    /// to go back to.
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
    /// Deletes quarantined training samples that nobody released in time, and what tells of users who were erased as long ago; how many
    /// training samples.
    /// </summary>
    Task<int> Expire(CancellationToken cancel);
}
