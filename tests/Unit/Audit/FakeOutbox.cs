using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;

namespace Sentinel.Unit.Tests;

/// <summary>An outbox in memory that follows the port's contract and can fail to trim.</summary>
internal sealed class FakeOutbox : IOutbox
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Partition, List<AuditRecord>> _lists = [];

    /// <summary>How many of the next trims fail before they change anything.</summary>
    public int FailingTrims { get; set; }

    /// <summary>If set, every call throws it.</summary>
    public Exception? Away { get; set; }

    public void Add(Partition partition, params IEnumerable<AuditRecord> records)
    {
        lock (_gate)
        {
            if (!_lists.TryGetValue(partition, out var list)) _lists[partition] = list = [];
            list.AddRange(records);
        }
    }

    public Task<OutboxSlice> Peek(Partition partition, int limit, CancellationToken cancel)
    {
        ThrowIfAway();
        lock (_gate)
        {
            var records = _lists.GetValueOrDefault(partition, []).Take(limit).ToList();
            return Task.FromResult(
                new OutboxSlice(records, records.Count, Stored(records.FirstOrDefault()), Stored(records.LastOrDefault()))
            );
        }
    }

    public Task<IReadOnlySet<SessionId>> SessionsOf(TenantId tenant, UserId user, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task Trim(Partition partition, OutboxSlice slice, CancellationToken cancel)
    {
        ThrowIfAway();
        lock (_gate)
        {
            if (FailingTrims > 0)
            {
                FailingTrims--;
                throw new IOException("between commit and trim");
            }
            var list = _lists[partition];
            if (list.Count >= slice.Length && Stored(list[0]).Span.SequenceEqual(slice.First.Span)
                && Stored(list[slice.Length - 1]).Span.SequenceEqual(slice.Last.Span))
                list.RemoveRange(0, slice.Length);
            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<Partition>> Pending(CancellationToken cancel)
    {
        ThrowIfAway();
        lock (_gate)
            return Task.FromResult<IReadOnlyList<Partition>>([.. _lists.Where(pair => pair.Value.Count > 0).Select(pair => pair.Key)]);
    }

    private void ThrowIfAway()
    {
        if (Away is { } away) throw away;
    }

    private static ReadOnlyMemory<byte> Stored(AuditRecord? record) => record?.DecisionId.ToByteArray() ?? default;
}
