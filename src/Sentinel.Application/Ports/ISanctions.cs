using Sentinel.Application.Users.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>
/// Users' strikes and bans in cold storage, the source of truth after a loss of hot state, and the mark that reveals a loss. The drain
/// writes sanctions together with their audit records. Calls throw the provider's exception when cold storage is unavailable.
/// </summary>
public interface ISanctions
{
    /// <summary>The largest mark that all partitions of hot state have had; null before the first.</summary>
    Task<long?> Mark(CancellationToken cancel);

    /// <summary>Stores a mark unless a larger one is stored.</summary>
    Task Raise(long mark, CancellationToken cancel);

    /// <summary>The partition's sanctions that have not expired.</summary>
    Task<IReadOnlyList<StoredSanctions>> Of(Partition partition, CancellationToken cancel);

    /// <summary>The sanctions of all partitions that changed since then.</summary>
    Task<IReadOnlyList<StoredSanctions>> Since(DateTimeOffset at, CancellationToken cancel);

    /// <summary>Deletes expired sanctions. Returns how many.</summary>
    Task<int> Expire(CancellationToken cancel);
}
