using System.Net;
using Sentinel.Domain.Sessions;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// The partitions' marks as this node knows them. A commit names the lowest valid mark, so hot state that came back older refuses it. After
/// a lost connection, nothing is committed until <see cref="LossWatch"/> has compared.
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

    /// <summary>The number of partitions that are closed until they are brought up to date.</summary>
    public int Lost
    {
        get => Volatile.Read(ref lost);
        set => Volatile.Write(ref lost, value);
    }

    /// <summary>Whether any partition has not been checked since its connection was lost.</summary>
    public bool HasDoubts => Enumerable.Range(0, Partition.Count).Any(number => IsDoubtful(new((byte)number)));

    public long Least(Partition partition) => Volatile.Read(ref seen[partition.Value]);

    public void Saw(Partition partition, long mark) => Volatile.Write(ref seen[partition.Value], Math.Max(mark, Least(partition)));

    public bool IsDoubtful(Partition partition) => Doubts(partition) != Volatile.Read(ref settled[partition.Value]);

    /// <summary>
    /// Whether the partition's sanctions have not been compared with cold storage since the last doubt. Without cold storage, the mark
    /// alone settles a doubt, and this stays true.
    /// </summary>
    public bool IsOwed(Partition partition) => Doubts(partition) != Volatile.Read(ref compared[partition.Value]);

    /// <summary>
    /// How often the partition was in doubt. To be read before the check, and passed to <see cref="Settle"/> and <see cref="Compared"/>
    /// after it.
    /// </summary>
    public long Doubts(Partition partition) => Volatile.Read(ref doubts[partition.Value]);

    /// <summary>A new master may lack the last acknowledged writes, even if no connection was lost.</summary>
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

    /// <summary>Requests a check now instead of at the next tick, because something may have been lost.</summary>
    public void Suspect() => suspicions.Ring();

    /// <summary>Waits until a check is requested or the time is over.</summary>
    public Task Wait(TimeSpan most, TimeProvider time, CancellationToken cancel) => suspicions.Wait(most, time, cancel);
}
