using Sentinel.Application.Stats.Records;

namespace Sentinel.Application.Ports;

/// <summary>How many background jobs wait, run and have failed.</summary>
public interface IJobCounts
{
    /// <summary>Null while the job store does not answer.</summary>
    Task<JobCounts?> Read(CancellationToken cancel);
}
