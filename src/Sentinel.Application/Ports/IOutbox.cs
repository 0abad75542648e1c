using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>The per-partition lists of audit records that are not yet in cold storage. Commits append; only a drain removes.</summary>
public interface IOutbox
{
    /// <summary>The oldest records of a partition, at most <paramref name="limit"/>.</summary>
    Task<OutboxSlice> Peek(Partition partition, int limit, CancellationToken cancel);

    /// <summary>Removes the slice if the list still begins with it; otherwise another drain has removed it.</summary>
    Task Trim(Partition partition, OutboxSlice slice, CancellationToken cancel);

    /// <summary>The sessions of this user in the records of the user's partition.</summary>
    Task<IReadOnlySet<SessionId>> SessionsOf(TenantId tenant, UserId user, CancellationToken cancel);

    /// <summary>The partitions that hold records, including records that another version set aside and this one can read.</summary>
    Task<IReadOnlyList<Partition>> Pending(CancellationToken cancel);
}
