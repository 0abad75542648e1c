namespace Sentinel.Application.Audit.Records;

/// <param name="Name">The segment's file name.</param>
/// <param name="Records">What it holds; <see cref="AuditRecord.Count"/> tells how many answers each stands for.</param>
public sealed record SpoolSegment(string Name, IReadOnlyList<AuditRecord> Records);
