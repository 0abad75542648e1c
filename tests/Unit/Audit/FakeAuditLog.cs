using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Unit.Tests;

/// <summary>Stores each record once and counts the calls.</summary>
internal sealed class FakeAuditLog : IAuditLog
{
    private readonly Dictionary<Guid, AuditRecord> _rows = [];

    public ICollection<AuditRecord> Rows => _rows.Values;

    public List<(Partition Partition, int Count)> Offers { get; } = [];

    /// <summary>Partitions that another drain holds.</summary>
    public HashSet<Partition> Held { get; } = [];

    public Task<bool> Append(Partition partition, IReadOnlyList<AuditRecord> records, CancellationToken cancel)
    {
        if (Held.Contains(partition)) return Task.FromResult(false);
        Offers.Add((partition, records.Count));
        foreach (var record in records) _rows.TryAdd(record.DecisionId, record);
        return Task.FromResult(true);
    }

    public Task<AuditSummary> Summarise(AuditFilter filter, CancellationToken cancel) => throw new NotSupportedException();

    public Task<AuditPage> Search(AuditFilter filter, CancellationToken cancel) => throw new NotSupportedException();
}
