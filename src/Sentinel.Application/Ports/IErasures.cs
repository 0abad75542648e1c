using Sentinel.Application.Users.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>
/// Erasures in cold storage. A user is identified by the surrogate id, whose row in profiles is the tombstone. Calls throw the provider's
/// exception when cold storage is unavailable.
/// </summary>
public interface IErasures
{
    /// <summary>
    /// Stores atomically that the user is to be erased, with the sessions to clear. If an erasure of the user is running, returns that one,
    /// not begun.
    /// </summary>
    Task<(Erasure Erasure, bool Begun)> Begin(
        TenantId tenant, UserId user, Guid? by, DateTimeOffset at, IReadOnlyCollection<SessionId> sessions, CancellationToken cancel);

    /// <summary>The present receipt; null if the tenant has no such erasure.</summary>
    Task<Erasure?> Find(TenantId tenant, Guid id, CancellationToken cancel);

    /// <summary>An unfinished erasure and its user; null when it has finished.</summary>
    Task<(TenantId Tenant, UserId User, Erasure Erasure)?> Unfinished(Guid id, CancellationToken cancel);

    /// <summary>Adds sessions to clear.</summary>
    Task Add(Guid id, IReadOnlyCollection<SessionId> sessions, CancellationToken cancel);

    /// <summary>Sessions still to be cleared, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<SessionId>> Waiting(Guid id, int limit, CancellationToken cancel);

    /// <summary>Stores that these sessions are cleared.</summary>
    Task Cleared(Guid id, IReadOnlyCollection<SessionId> sessions, int hotKeys, CancellationToken cancel);

    /// <summary>Adds to the receipt.</summary>
    Task Count(Guid id, ErasureCounts more, CancellationToken cancel);

    /// <summary>Closes the receipt: everything decided until <paramref name="erasedAt"/> is erased.</summary>
    Task Finish(Guid id, DateTimeOffset erasedAt, CancellationToken cancel);

    /// <summary>Unfinished erasures without recent progress. Each is given to one caller, which must continue it.</summary>
    Task<IReadOnlyList<Guid>> TakeStalled(CancellationToken cancel);
}
