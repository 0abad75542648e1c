using Sentinel.Application.Users.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>
/// Users' strikes and bans in cold storage, which is the truth should hot state be lost, and the mark by which a loss is noticed. The
/// drain writes sanctions with the audit
/// records that they came with. Every call throws what the provider throws when it is away.
/// </summary>
public interface ISanctions
{
    /// <summary>The largest mark that every partition of hot state has had; null before the first.</summary>
    Task<long?> Mark(CancellationToken cancel);

    /// <summary>Notes a mark, unless a larger one is there.</summary>
    Task Raise(long mark, CancellationToken cancel);

    /// <summary>The partition's sanctions of which something stands still.</summary>
    Task<IReadOnlyList<StoredSanctions>> Of(Partition partition, CancellationToken cancel);

    /// <summary>Those that changed since then, of every partition.</summary>
    Task<IReadOnlyList<StoredSanctions>> Since(DateTimeOffset at, CancellationToken cancel);

    /// <summary>Deletes those of which nothing stands any more; how many.</summary>
    Task<int> Expire(CancellationToken cancel);
}
