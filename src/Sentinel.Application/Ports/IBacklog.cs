using Sentinel.Application.Stats.Records;

namespace Sentinel.Application.Ports;

/// <summary>What waits on its way to cold storage.</summary>
public interface IBacklog
{
    /// <exception cref="Sessions.Records.HotStateUnavailableException">Hot state did not answer.</exception>
    Task<Backlog> Read(CancellationToken cancel);
}
