using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>Labels in cold storage. Calls throw the provider's exception when cold storage is unavailable.</summary>
public interface IFeedback
{
    /// <summary>Stores the label and replaces an earlier one; false when the tenant's audit has no such decision or session.</summary>
    Task<bool> Give(TenantId tenant, SessionId? session, Guid? decision, Label label, DateTimeOffset at, CancellationToken cancel);

    /// <summary>The labels of a session and its decisions, oldest first.</summary>
    Task<IReadOnlyList<GivenLabel>> OfSession(TenantId tenant, SessionId session, CancellationToken cancel);

    /// <summary>The labels of a user's sessions and decisions, oldest first.</summary>
    Task<IReadOnlyList<GivenLabel>> OfUser(TenantId tenant, UserId user, CancellationToken cancel);

    /// <summary>Deletes the labels of sessions that have no audit rows left. Returns how many.</summary>
    Task<int> Expire(CancellationToken cancel);

    /// <summary>Deletes a user's labels. Returns how many.</summary>
    Task<int> Erase(TenantId tenant, UserId user, CancellationToken cancel);
}
