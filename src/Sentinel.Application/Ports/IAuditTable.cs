using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>Growth and retention of the audit table; <see cref="IAuditLog"/> reads and writes its rows.</summary>
public interface IAuditTable
{
    /// <summary>Creates the partitions of this month and the next two, if the database has partitions. Idempotent.</summary>
    Task Prepare(DateTimeOffset now, CancellationToken cancel);

    /// <summary>Drops the partitions of whole months, for all tenants, that end at or before this moment. Returns how many.</summary>
    Task<int> DropMonths(DateTimeOffset before, CancellationToken cancel);

    /// <summary>Deletes about <paramref name="limit"/> of the tenant's oldest rows from before this moment. Returns how many.</summary>
    Task<int> DeleteOldest(TenantId tenant, DateTimeOffset before, int limit, CancellationToken cancel);

    /// <summary>All tenants that have a row.</summary>
    Task<IReadOnlyList<TenantId>> Tenants(CancellationToken cancel);

    /// <summary>When the tenant's oldest row was decided; null when it has none.</summary>
    Task<DateTimeOffset?> Oldest(TenantId tenant, CancellationToken cancel);

    /// <summary>
    /// Empties the payload of about <paramref name="limit"/> of the user's rows until this moment, and keeps their hashes, so digests stay
    /// valid. Returns how many, 0 when none is left. Deletes the user's sanctions too. Waits for a drain that holds the user's partition,
    /// because it could write rows that it read before the erasure.
    /// </summary>
    Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, int limit, CancellationToken cancel);
}
