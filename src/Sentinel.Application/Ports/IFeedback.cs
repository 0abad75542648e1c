using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>Labels in cold storage. Every call throws what the provider throws when it is away.</summary>
public interface IFeedback
{
    /// <summary>
    /// Keeps the label, instead of one that was given for the same before; false when the audit knows no such decision or session of the
    /// tenant.
    /// </summary>
    Task<bool> Give(TenantId tenant, SessionId? session, Guid? decision, Label label, DateTimeOffset at, CancellationToken cancel);

    /// <summary>The labels of a session and its decisions, oldest first.</summary>
    Task<IReadOnlyList<GivenLabel>> OfSession(TenantId tenant, SessionId session, CancellationToken cancel);

    /// <summary>The labels of a user's sessions and decisions, oldest first.</summary>
    Task<IReadOnlyList<GivenLabel>> OfUser(TenantId tenant, UserId user, CancellationToken cancel);

    /// <summary>Deletes the labels of sessions of which the audit has no row any more; how many.</summary>
    Task<int> Expire(CancellationToken cancel);

    /// <summary>Deletes a user's labels; how many.</summary>
    Task<int> Erase(TenantId tenant, UserId user, CancellationToken cancel);
}
