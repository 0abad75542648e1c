using System.Diagnostics.Metrics;

namespace Sentinel.Application.Results;

/// <summary>
/// A counter with a fixed set of label values. To count is one addition; labels are made only when somebody reads the counter. Nothing is
/// counted while nobody listens.
/// </summary>
internal sealed class Tally
{
    private readonly long[] cells;
    private readonly Func<int, KeyValuePair<string, object?>[]> labels;
    private readonly ObservableCounter<long> instrument;

    /// <param name="meter">The meter.</param>
    /// <param name="name">The instrument's name.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="description">What it counts.</param>
    /// <param name="size">The number of cells.</param>
    /// <param name="labels">The labels of a cell that has counted something.</param>
    public Tally(Meter meter, string name, string unit, string description, int size, Func<int, KeyValuePair<string, object?>[]> labels)
    {
        (cells, this.labels) = (new long[size], labels);
        instrument = meter.CreateObservableCounter(name, Read, unit, description);
    }

    public void Add(int cell, long count = 1)
    {
        if (instrument.Enabled) Interlocked.Add(ref cells[cell], count);
    }

    private IEnumerable<Measurement<long>> Read()
    {
        for (var cell = 0; cell < cells.Length; cell++)
        {
            if (Volatile.Read(ref cells[cell]) is > 0 and var count)
                yield return new(count, labels(cell));
        }
    }
}
