using Sentinel.Application.Audit;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Unit.Tests;

public sealed class DrainOutboxTests
{
    private static readonly Partition One = new(1);
    private static readonly Partition Two = new(2);

    private readonly FakeOutbox _outbox = new();
    private readonly FakeAuditLog _log = new();
    private readonly FakeProfiles _profiles = new();
    private readonly FakeSketches _sketches = new() { Found = [new(Guid.CreateVersion7(), Records.Start)] };

    [Fact]
    public async Task Handle_WhenListIsLong_DrainsItInSlices()
    {
        _outbox.Add(One, Records.Batches(TenantId.Default, 1201));
        Assert.Equal(1201, await Drain(One));
        Assert.Equal([(One, 500), (One, 500), (One, 201)], _log.Offers);
        Assert.Empty(await _outbox.Pending(default));
    }

    [Fact]
    public async Task Handle_WhenKilledBetweenCommitAndTrim_WritesEachOnceInTheEnd()
    {
        _outbox.Add(One, Records.Batches(TenantId.Default, 700));
        _outbox.FailingTrims = 2;
        await Assert.ThrowsAsync<IOException>(() => Drain(One));
        await Assert.ThrowsAsync<IOException>(() => Drain(One));
        _outbox.Add(One, Records.Batch(TenantId.Default, 701));
        await Drain(One);
        Assert.Equal(701, _log.Rows.Count);
        Assert.Empty(await _outbox.Pending(default));
    }

    [Fact]
    public async Task Handle_WhenAnotherHoldsThePartition_LeavesItAndDrainsTheRest()
    {
        _outbox.Add(One, Records.Batch(TenantId.Default));
        _outbox.Add(Two, Records.Batch(TenantId.Default));
        _log.Held.Add(One);
        Assert.Equal(1, await Drain(One, Two));
        Assert.Equal([One], await _outbox.Pending(default));
    }

    [Fact]
    public async Task Handle_WhenASessionSharesInput_ChargesItBeforeItTrims()
    {
        _outbox.Add(One, Records.Batch(TenantId.Default));
        _outbox.FailingTrims = 1;
        await Assert.ThrowsAsync<IOException>(() => Drain(One));
        Assert.Equal(_sketches.Found, _profiles.Charged);
    }

    [Fact]
    public async Task Handle_WhenSliceIsUnreadable_TrimsItAndGoesOn()
    {
        var outbox = new UnreadableOutbox();
        Assert.Equal(0, await new DrainOutboxHandler(outbox, _log, _profiles, _sketches, _profiles).Handle(new([One]), default));
        Assert.Equal(3, outbox.Trimmed);
    }

    private Task<int> Drain(params Partition[] partitions) =>
        new DrainOutboxHandler(_outbox, _log, _profiles, _sketches, _profiles).Handle(new(partitions), default);

    private sealed class UnreadableOutbox : IOutbox
    {
        public int Trimmed { get; private set; }

        public Task<OutboxSlice> Peek(Partition partition, int limit, CancellationToken cancel) =>
            Task.FromResult(new OutboxSlice([], Trimmed == 0 ? 3 : 0, default, default));

        public Task Trim(Partition partition, OutboxSlice slice, CancellationToken cancel)
        {
            Trimmed += slice.Length;
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<Partition>> Pending(CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlySet<SessionId>> SessionsOf(TenantId tenant, UserId user, CancellationToken cancel) =>
            throw new NotSupportedException();
    }
}
