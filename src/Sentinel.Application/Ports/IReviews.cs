using Sentinel.Application.Audit.Records;
using Sentinel.Application.Reviews.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>The review queue. The audit's writer opens cases, in the transaction that writes their rows.</summary>
public interface IReviews
{
    Task<ReviewPage> List(ReviewFilter filter, CancellationToken cancel);

    /// <summary>Null if there is no such case.</summary>
    Task<ReviewCase?> Find(TenantId tenant, Guid id, CancellationToken cancel);

    /// <summary>Claims an open case that nobody else holds, or prolongs one's own claim. False if it is not so.</summary>
    Task<bool> Claim(TenantId tenant, Guid id, string by, DateTimeOffset now, DateTimeOffset until, CancellationToken cancel);

    /// <summary>Gives one's own claim back.</summary>
    Task Release(TenantId tenant, Guid id, string by, CancellationToken cancel);

    /// <summary>Labels the case, also a labelled one anew. False if somebody else holds it.</summary>
    Task<bool> Close(TenantId tenant, Guid id, string by, Label label, string note, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Counts the labels of decisions that were turned in a time, by decision, reason and day.</summary>
    Task<IReadOnlyList<LabelCount>> CountLabels(TenantId tenant, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel);

    Task<IReadOnlyList<ReviewCase>> OfUser(TenantId tenant, UserId user, CancellationToken cancel);

    /// <summary>Deletes the user's cases of decisions up to this time. Returns how many.</summary>
    Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, CancellationToken cancel);

    /// <summary>Deletes cases whose audit rows are gone. Returns how many.</summary>
    Task<int> Expire(CancellationToken cancel);
}
