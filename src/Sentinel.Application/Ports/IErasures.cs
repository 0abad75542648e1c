using Sentinel.Application.Users.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>
/// Erasures in cold storage: what is still to be cleared, and what has been. A user goes by the surrogate id, whose row in profiles is the
/// tombstone. Every call throws what the
/// provider throws when it is away.
/// </summary>
public interface IErasures
{
    /// <summary>
    /// Notes that the user is to be erased, with the sessions to be cleared, all of it or nothing. Where one of the user runs already, it
    /// is that one, which was not begun.
    /// </summary>
    Task<(Erasure Erasure, bool Begun)> Begin(
        TenantId tenant, UserId user, Guid? by, DateTimeOffset at, IReadOnlyCollection<SessionId> sessions, CancellationToken cancel);

    /// <summary>As it stands; null for one that the tenant does not have.</summary>
    Task<Erasure?> Find(TenantId tenant, Guid id, CancellationToken cancel);

    /// <summary>One that has not finished, and whose it is; null when it has.</summary>
    Task<(TenantId Tenant, UserId User, Erasure Erasure)?> Unfinished(Guid id, CancellationToken cancel);

    /// <summary>Notes more sessions to be cleared.</summary>
    Task Add(Guid id, IReadOnlyCollection<SessionId> sessions, CancellationToken cancel);

    /// <summary>Sessions that are still to be cleared, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<SessionId>> Waiting(Guid id, int limit, CancellationToken cancel);

    /// <summary>Notes that these sessions are cleared.</summary>
    Task Cleared(Guid id, IReadOnlyCollection<SessionId> sessions, int hotKeys, CancellationToken cancel);

    /// <summary>Adds to the receipt.</summary>
    Task Count(Guid id, ErasureCounts more, CancellationToken cancel);

    /// <summary>Closes the receipt: whatever was decided until <paramref name="erasedAt"/> is gone.</summary>
    Task Finish(Guid id, DateTimeOffset erasedAt, CancellationToken cancel);

    /// <summary>
    /// Unfinished ones that nobody has worked on for a while; each is given to one caller, who is to have it gone on with.
    /// </summary>
    Task<IReadOnlyList<Guid>> TakeStalled(CancellationToken cancel);
}
