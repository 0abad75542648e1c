using System.Net;
using Sentinel.Domain.Sessions;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// What this node knows of the partitions' marks. A commit names the least that the mark may be, so that a hot state which came back older
/// refuses it; and after each loss of the connection nothing is committed
/// until <see cref="LossWatch"/> has compared.
/// </summary>
internal sealed class Markers
{
    private readonly long[] seen = new long[Partition.Count];
    private readonly long[] doubts = [.. Enumerable.Repeat(1L, Partition.Count)];
    private readonly long[] settled = new long[Partition.Count];
    private readonly long[] compared = new long[Partition.Count];
    private readonly EndPoint?[] masters = new EndPoint?[Partition.Count];
    private readonly Bell suspicions = new();
    private int lost;

    /// <summary>Partitions that are closed until they are brought up to date.</summary>
    public int Lost
    {
        get => Volatile.Read(ref lost);
        set => Volatile.Write(ref lost, value);
    }

    /// <summary>Whether any partition has not been looked at since its connection was lost.</summary>
    public bool HasDoubts => Enumerable.Range(0, Partition.Count).Any(number => IsDoubtful(new((byte)number)));

    public long Least(Partition partition) => Volatile.Read(ref seen[partition.Value]);

    public void Saw(Partition partition, long mark) => Volatile.Write(ref seen[partition.Value], Math.Max(mark, Least(partition)));

    public bool IsDoubtful(Partition partition) => Doubts(partition) != Volatile.Read(ref settled[partition.Value]);

    /// <summary>
    /// Whether the partition's sanctions have yet to be compared with cold storage since it was last doubted. Without cold storage the mark
    /// alone settles a doubt, and this stays.
    /// </summary>
    public bool IsOwed(Partition partition) => Doubts(partition) != Volatile.Read(ref compared[partition.Value]);

    /// <summary>
    /// How often the partition was doubted; to be read before it is looked at, and given to <see cref="Settle"/> and
    /// <see cref="Compared"/> afterwards.
    /// </summary>
    public long Doubts(Partition partition) => Volatile.Read(ref doubts[partition.Value]);

    /// <summary>A new master may lack what the one before had acknowledged last, though no connection was lost.</summary>
    public void Saw(Partition partition, EndPoint master)
    {
        if (Volatile.Read(ref masters[partition.Value]) == master) return;
        if (Interlocked.Exchange(ref masters[partition.Value], master) is not { } before || before.Equals(master)) return;
        Doubt(partition);
        Suspect();
    }

    public void Doubt(Partition partition) => Interlocked.Increment(ref doubts[partition.Value]);

    public void Settle(Partition partition, long doubt) => Volatile.Write(ref settled[partition.Value], doubt);

    public void Compared(Partition partition, long doubt) => Volatile.Write(ref compared[partition.Value], doubt);

    /// <summary>Something may have been lost: it is looked at now, not at the next tick.</summary>
    public void Suspect() => suspicions.Ring();

    /// <summary>Until there is a suspicion, or the time is over.</summary>
    public Task Wait(TimeSpan most, TimeProvider time, CancellationToken cancel) => suspicions.Wait(most, time, cancel);
}
