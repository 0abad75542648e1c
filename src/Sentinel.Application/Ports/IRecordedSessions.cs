using Sentinel.Application.Simulations.Records;
using Sentinel.Domain.Sessions;

namespace Sentinel.Application.Ports;

/// <summary>The audit's sessions one after the other, for simulations.</summary>
public interface IRecordedSessions
{
    /// <summary>
    /// The rows of one partition's sessions after a place, at most <paramref name="limit"/>, ordered by session, time and commit. Fewer
    /// mean that the partition has no more.
    /// </summary>
    Task<IReadOnlyList<RecordedRow>> Read(RecordedRange range, RecordedCursor after, int limit, CancellationToken cancel);

    /// <summary>The labels of the sessions from the first to the last, inclusive.</summary>
    Task<IReadOnlyList<RecordedLabel>> Labels(TenantId tenant, SessionId first, SessionId last, CancellationToken cancel);
}
