using Sentinel.Application.Audit.Records;
using Sentinel.Application.Audit;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Unit.Tests;

public sealed class DeliverSpoolTests
{
    private readonly FakeSpool _spool = new();
    private readonly FakeAuditLog _log = new();

    [Fact]
    public async Task Handle_WhenSegmentMixesPartitions_AppendsEachToItsOwn()
    {
        var records = Enumerable.Range(0, 20).Select(i => Records.Degraded(TenantId.Default, $"user-{i}")).ToList();
        _spool.Segments.Add(new("a", records));
        Assert.Equal(20, await Deliver());
        Assert.Empty(_spool.Segments);
        Assert.Equal(20, _log.Rows.Count);
        Assert.Equal(
            records
                .GroupBy(r => Partition.Of(r.Tenant, r.User))
                .Select(g => (g.Key, g.Count()))
                .Order(Comparer<(Partition Key, int)>.Create((a, b) => a.Key.Value.CompareTo(b.Key.Value))),
            _log.Offers.OrderBy(offer => offer.Partition.Value)
        );
    }

    [Fact]
    public async Task Handle_WhenAnotherHoldsAPartition_KeepsTheSegmentAndWritesEachOnceLater()
    {
        var records = Enumerable.Range(0, 5).Select(i => Records.Degraded(TenantId.Default, $"user-{i}")).ToList();
        _spool.Segments.Add(new("a", records));
        var held = Partition.Of(records[3].Tenant, records[3].User);
        _log.Held.Add(held);
        await Deliver();
        Assert.Single(_spool.Segments);
        _log.Held.Clear();
        await Deliver();
        Assert.Empty(_spool.Segments);
        Assert.Equal(5, _log.Rows.Count);
    }

    [Fact]
    public async Task Handle_WhenSegmentHasNothingReadable_RemovesIt()
    {
        _spool.Segments.Add(new("a", []));
        Assert.Equal(0, await Deliver());
        Assert.Empty(_spool.Segments);
    }

    private Task<int> Deliver() => new DeliverSpoolHandler(_spool, _log).Handle(new(), default);

    private sealed class FakeSpool : ISpool
    {
        public List<SpoolSegment> Segments { get; } = [];

        public void Add(AuditRecord degraded) => throw new NotSupportedException();

        public Task<IReadOnlyList<SpoolSegment>> Seal(CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<SpoolSegment>>([.. Segments]);

        public void Remove(SpoolSegment segment) => Segments.Remove(segment);
    }
}
