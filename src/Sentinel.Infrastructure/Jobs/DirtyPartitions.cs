using System.Numerics;
using Sentinel.Domain.Sessions;

namespace Sentinel.Infrastructure.Jobs;

/// <summary>
/// The partitions that this node has committed to since the last <see cref="TakeAll"/>: 256 bits, no lock. Mark after the commit and take
/// before the read, so that no commit is missed.
/// </summary>
public sealed class DirtyPartitions
{
    private readonly ulong[] _words = new ulong[Partition.Count / 64];

    /// <summary>Raised when a partition that was not marked is marked.</summary>
    internal event Action? Marked;

    /// <summary>Costs nothing if the partition is already marked.</summary>
    public void Mark(Partition partition)
    {
        ref var word = ref _words[partition.Value >> 6];
        var bit = 1UL << partition.Value;
        if ((Volatile.Read(ref word) & bit) == 0 && (Interlocked.Or(ref word, bit) & bit) == 0) Marked?.Invoke();
    }

    /// <summary>Whether no partition is marked.</summary>
    public bool IsEmpty => Array.TrueForAll(_words, word => word == 0);

    /// <summary>Returns the marked partitions in ascending order and clears their marks.</summary>
    public IReadOnlyList<Partition> TakeAll()
    {
        List<Partition> taken = [];
        for (var i = 0; i < _words.Length; i++)
            for (var word = Interlocked.Exchange(ref _words[i], 0); word != 0; word &= word - 1)
                taken.Add(new((byte)((i << 6) + BitOperations.TrailingZeroCount(word))));
        return taken;
    }
}
