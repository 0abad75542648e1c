using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.Jobs;

namespace Sentinel.Unit.Tests;

public sealed class DirtyPartitionsTests
{
    private readonly DirtyPartitions _dirty = new();

    [Fact]
    public void TakeAll_WhenMarkedInAnyOrder_ReturnsEachOnceAndClears()
    {
        foreach (var number in new byte[] { 255, 0, 63, 64, 0, 255, 128 }) _dirty.Mark(new(number));
        Assert.Equal([0, 63, 64, 128, 255], _dirty.TakeAll().Select(partition => (int)partition.Value));
        Assert.Empty(_dirty.TakeAll());
    }

    [Fact]
    public void TakeAll_WhenEveryPartitionIsMarked_ReturnsAll()
    {
        for (var number = 0; number < Partition.Count; number++) _dirty.Mark(new((byte)number));
        Assert.Equal(Enumerable.Range(0, Partition.Count), _dirty.TakeAll().Select(partition => (int)partition.Value));
    }

    [Fact]
    public void Mark_WhenThePartitionWasNotMarked_WakesTheDrainOnce()
    {
        var woken = 0;
        _dirty.Marked += () => woken++;
        _dirty.Mark(new(7));
        _dirty.Mark(new(7));
        Assert.Equal((1, false), (woken, _dirty.IsEmpty));
        _dirty.TakeAll();
        _dirty.Mark(new(7));
        Assert.Equal(2, woken);
    }

    [Fact]
    public async Task Mark_WhenRacingWithTakeAll_LosesNoCommit()
    {
        // Writers count a commit, then mark; the reader takes marks, then reads. At the end nothing is unread.
        var committed = new long[Partition.Count];
        var read = new long[Partition.Count];
        void Drain()
        {
            foreach (var partition in _dirty.TakeAll()) read[partition.Value] = Volatile.Read(ref committed[partition.Value]);
        }
        var writers = Enumerable.Range(0, 3).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 100_000; i++)
            {
                var number = (byte)random.Next(8);
                Interlocked.Increment(ref committed[number]);
                _dirty.Mark(new(number));
            }
        })).ToArray();
        while (!writers.All(writer => writer.IsCompleted)) Drain();
        await Task.WhenAll(writers);
        Drain();
        Assert.Equal(committed, read);
    }
}
