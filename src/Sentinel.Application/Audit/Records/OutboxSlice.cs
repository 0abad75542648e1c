namespace Sentinel.Application.Audit.Records;

/// <param name="Records">The readable records, oldest first.</param>
/// <param name="Length">How many list elements were read, unreadable ones included.</param>
/// <param name="First">The first element as stored.</param>
/// <param name="Last">The last element as stored.</param>
public sealed record OutboxSlice(IReadOnlyList<AuditRecord> Records, int Length, ReadOnlyMemory<byte> First, ReadOnlyMemory<byte> Last);
