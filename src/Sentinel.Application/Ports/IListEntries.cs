using Sentinel.Application.Lists.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>
/// The entries of the tenants' lists in cold storage. Calls throw the provider's exception when cold storage is unavailable.
/// </summary>
public interface IListEntries
{
    /// <summary>How the stored entries can be told from those that were read before; cheap.</summary>
    Task<ListEdition> Edition(CancellationToken cancel);

    /// <summary>All tenants' live entries.</summary>
    Task<IReadOnlyList<ListEntry>> Live(DateTimeOffset now, CancellationToken cancel);

    /// <summary>
    /// Stores an entry. False, and nothing is stored, if the tenant has <paramref name="most"/> live ones, counted across all nodes.
    /// </summary>
    Task<bool> Add(ListEntry entry, int most, CancellationToken cancel);

    /// <summary>Null if the tenant has no such entry.</summary>
    Task<ListEntry?> Find(TenantId tenant, Guid id, CancellationToken cancel);

    Task<ListPage> List(ListFilter filter, CancellationToken cancel);

    /// <summary>Ends a live entry. False if it is not live.</summary>
    Task<bool> End(TenantId tenant, Guid id, DateTimeOffset now, CancellationToken cancel);

    /// <summary>The entries that name the user, oldest first, with those that have ended.</summary>
    Task<IReadOnlyList<ListEntry>> OfUser(TenantId tenant, UserId user, CancellationToken cancel);

    /// <summary>Deletes the entries that name the user, made up to this time. Returns how many.</summary>
    Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, CancellationToken cancel);

    /// <summary>Deletes entries that ended 30 days ago or before. Returns how many.</summary>
    Task<int> Expire(CancellationToken cancel);
}
