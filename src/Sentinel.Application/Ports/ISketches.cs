using Sentinel.Application.Audit.Records;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>
/// The sketches of all users' input, in cold storage, by which sessions of several accounts are found to share a recording. They live as
/// long as in hot state. Calls throw the provider's exception when cold storage is unavailable.
/// </summary>
public interface ISketches
{
    /// <summary>
    /// Stores the sketches of these records, and compares their sessions with other users' of the tenant. Returns a decision of each
    /// session that turned out to have input of an earlier one. Idempotent. Of two calls at once, one at least sees the sketches of both.
    /// </summary>
    Task<IReadOnlyList<DecisionKey>> Take(IReadOnlyList<AuditRecord> records, CancellationToken cancel);

    /// <summary>What the session of the decision shares with other users' earlier sessions; null for nothing.</summary>
    Task<SharedInputFound?> Find(DecisionKey decision, CancellationToken cancel);

    /// <summary>The user's sketches, oldest first.</summary>
    Task<IReadOnlyList<StoredSketch>> OfUser(TenantId tenant, UserId user, CancellationToken cancel);

    /// <summary>Deletes sketches that are too old. Returns how many.</summary>
    Task<int> Expire(CancellationToken cancel);

    /// <summary>Deletes a user's sketches. Returns how many.</summary>
    Task<int> Erase(TenantId tenant, UserId user, CancellationToken cancel);
}
