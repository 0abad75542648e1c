namespace Sentinel.Application.Audit.Records;

/// <param name="Name">The segment's file name.</param>
/// <param name="Records">Its records; <see cref="AuditRecord.Count"/> is the number of answers that each represents.</param>
public sealed record SpoolSegment(string Name, IReadOnlyList<AuditRecord> Records);
