using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>The per-partition lists of audit records that are not yet in cold storage. Commits append; only a drain removes.</summary>
public interface IOutbox
{
    /// <summary>The oldest records of a partition, at most <paramref name="limit"/>.</summary>
    Task<OutboxSlice> Peek(Partition partition, int limit, CancellationToken cancel);

    /// <summary>Removes the slice if the list still begins with it; otherwise somebody else did, and nothing is removed.</summary>
    Task Trim(Partition partition, OutboxSlice slice, CancellationToken cancel);

    /// <summary>The sessions that the records of the user's partition name with this user.</summary>
    Task<IReadOnlySet<SessionId>> SessionsOf(TenantId tenant, UserId user, CancellationToken cancel);

    /// <summary>The partitions that hold records, also those that another version has set aside and this one can read.</summary>
    Task<IReadOnlyList<Partition>> Pending(CancellationToken cancel);
}
