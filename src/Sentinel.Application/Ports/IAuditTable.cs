using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>The audit table as a thing that grows and ages; what is in it is <see cref="IAuditLog"/>'s.</summary>
public interface IAuditTable
{
    /// <summary>Makes the partitions of this month and the next two where the database has partitions; again is harmless.</summary>
    Task Prepare(DateTimeOffset now, CancellationToken cancel);

    /// <summary>Drops the partitions of whole months, of every tenant, that end at or before this moment; answers how many.</summary>
    Task<int> DropMonths(DateTimeOffset before, CancellationToken cancel);

    /// <summary>
    /// Deletes the tenant's oldest rows from before this moment, about <paramref name="limit"/> of them; answers how many.
    /// </summary>
    Task<int> DeleteOldest(TenantId tenant, DateTimeOffset before, int limit, CancellationToken cancel);

    /// <summary>Every tenant that has a row.</summary>
    Task<IReadOnlyList<TenantId>> Tenants(CancellationToken cancel);

    /// <summary>When the tenant's oldest row was decided; null when it has none.</summary>
    Task<DateTimeOffset?> Oldest(TenantId tenant, CancellationToken cancel);

    /// <summary>
    /// Empties the payload of at most about <paramref name="limit"/> of the user's rows and leaves their hashes, so that the digests go on
    /// holding; answers how many, 0 when none is
    /// left. The user's row of sanctions, which came with a row, goes too. Waits for the drain that holds the user's partition, so that
    /// none writes rows later that it read before the user was erased.
    /// </summary>
    /// <param name="tenant">Whose user it is.</param>
    /// <param name="user">The user.</param>
    /// <param name="until">When the user was erased: later rows stay.</param>
    /// <param name="limit">How many rows.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, int limit, CancellationToken cancel);
}
