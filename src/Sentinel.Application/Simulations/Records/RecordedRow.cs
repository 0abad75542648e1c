using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Simulation;

namespace Sentinel.Application.Simulations.Records;

/// <summary>One row of a session, with what a simulation needs of it.</summary>
/// <param name="Session">The session.</param>
/// <param name="DecisionId">The decision.</param>
/// <param name="CommitNumber">Orders rows of the same millisecond.</param>
/// <param name="PolicyVersion">The policy that decided it.</param>
/// <param name="Decided">What was decided, and on what evidence.</param>
public sealed record RecordedRow(SessionId Session, Guid DecisionId, long CommitNumber, int PolicyVersion, RecordedDecision Decided);

/// <summary>The label of a session, or of one of its decisions.</summary>
/// <param name="Session">The session.</param>
/// <param name="Decision">The decision; empty for the whole session.</param>
/// <param name="Label">The label.</param>
public sealed record RecordedLabel(SessionId Session, Guid Decision, Label Label);

/// <summary>Which sessions to read: those of a tenant that were opened in a time.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record RecordedRange(TenantId Tenant, DateTimeOffset From, DateTimeOffset To);

/// <summary>A place in the sessions, which are ordered by partition and, within it, by their opening.</summary>
/// <param name="Partition">0..255; 256 at the end.</param>
/// <param name="Session">The last session that was read; <see cref="SessionId.None"/> at the beginning of the partition.</param>
/// <param name="At">The time of its last row that was read; the greatest time if it was read whole.</param>
/// <param name="Decision">The decision of that row.</param>
public readonly record struct RecordedCursor(int Partition, SessionId Session, DateTimeOffset At, Guid Decision)
{
    public static readonly RecordedCursor Start = OfPartition(0);

    public static RecordedCursor OfPartition(int partition) => new(partition, SessionId.None, DateTimeOffset.MaxValue, Guid.Empty);

    /// <summary>After a whole session.</summary>
    public static RecordedCursor After(SessionId session) =>
        new(session.Partition.Value, session, DateTimeOffset.MaxValue, Guid.Empty);

    /// <summary>After one row of a session.</summary>
    public static RecordedCursor After(RecordedRow row) =>
        new(row.Session.Partition.Value, row.Session, row.Decided.At, row.DecisionId);

    public bool IsAtEnd => Partition >= Domain.Sessions.Partition.Count;

    /// <summary>The share of a range that lies before it, 0..1. Partitions have about as many sessions each.</summary>
    public double ShareOf(RecordedRange range)
    {
        var within = Session == SessionId.None ? 0 : (Session.MintedAt - range.From) / (range.To - range.From);
        return Math.Clamp((Partition + Math.Clamp(within, 0, 1)) / Domain.Sessions.Partition.Count, 0, 1);
    }
}
