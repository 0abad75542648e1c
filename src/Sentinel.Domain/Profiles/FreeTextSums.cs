using System.Runtime.InteropServices;
using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// All that is kept of some free typing: of each feature that came up how often, its mean and its spread, in the order of features. The
/// order of keys is not in it.
/// </summary>
public sealed class FreeTextSums : IStored
{
    /// <summary>Strokes of a sample that leaves hot state: too many for their digraphs to be put in order again.</summary>
    public const int SampleStrokes = 100;

    /// <summary>Features of a sample at most; a digraph beyond them is counted as its group, and a group beyond them not at all.</summary>
    public const int SampleFeatures = 48;

    private Item[] items;

    private FreeTextSums(Item[] items) => this.items = items;

    public FreeTextSums()
        : this([])
    {
    }

    /// <summary>Strokes that were added.</summary>
    public int Strokes { get; private set; }

    /// <summary>Times that were added.</summary>
    public int Times
    {
        get
        {
            var sum = 0;
            foreach (var item in items) sum += item.Count;
            return sum;
        }
    }

    /// <summary>As they are stored, in the order of features.</summary>
    public ReadOnlySpan<Item> Items => items;

    /// <summary>Features are ones that there are, in their order, each once.</summary>
    public bool IsSound
    {
        get
        {
            var before = -1;
            foreach (var item in items)
            {
                if (item.Feature <= before || item.Feature >= FreeTextFeature.Count || !item.IsSound)
                    return false;
                before = item.Feature;
            }

            return Strokes >= 0;
        }
    }

    /// <param name="items">In the order of features, each once.</param>
    /// <param name="strokes">How many strokes they are of.</param>
    public static FreeTextSums Of(ReadOnlySpan<Item> items, int strokes) => new(items.ToArray()) { Strokes = strokes };

    public static FreeTextSums Of(IEnumerable<FreeTextTime> times)
    {
        var sums = new FreeTextSums();
        foreach (var time in times) sums.Add(time, int.MaxValue);
        return sums;
    }

    /// <summary>All of them together.</summary>
    public static FreeTextSums Merge(IEnumerable<FreeTextSums> samples)
    {
        var merged = new SortedDictionary<ushort, Item>();
        var strokes = 0;
        foreach (var sample in samples)
        {
            strokes += sample.Strokes;
            foreach (var item in sample.items) merged[item.Feature] = merged.GetValueOrDefault(item.Feature).Plus(item);
        }

        return new([.. merged.Values]) { Strokes = strokes };
    }

    /// <summary>As if codes had not been sent: digraphs count as their groups.</summary>
    public FreeTextSums Grouped() =>
        new(Merge(items.Select(item => new FreeTextSums([item.Of((ushort)new FreeTextFeature(item.Feature).Group.Index)]))).items)
        {
            Strokes = Strokes,
        };

    public FreeTextSums Copy() => new((Item[])items.Clone()) { Strokes = Strokes };

    /// <summary>Adds what one stroke told.</summary>
    public void Add(FreeTextTime? hold, FreeTextTime? interval)
    {
        Strokes++;
        if (hold is { } held) Add(held, SampleFeatures);
        if (interval is { } between) Add(between, SampleFeatures);
    }

    /// <summary>Those that were measured at all.</summary>
    internal IEnumerable<(FreeTextFeature Feature, double Times, double Mean, double Variance)> Measured =>
        items.Select(item => (new FreeTextFeature(item.Feature), (double)item.Count, item.Mean, item.Variance));

    private void Add(FreeTextTime time, int most)
    {
        var feature = (ushort)time.Feature.Index;
        var at = Find(feature);
        if (at < 0 && items.Length >= most)
        {
            feature = (ushort)time.Feature.Group.Index;
            if ((at = Find(feature)) < 0) return;
        }

        if (at >= 0) items[at] = items[at].Plus(time.Log);
        else items = [.. items.AsSpan(0, ~at), new Item(feature).Plus(time.Log), .. items.AsSpan(~at)];
    }

    private int Find(ushort feature)
    {
        var (low, high) = (0, items.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (items[middle].Feature == feature) return middle;
            if (items[middle].Feature < feature) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    /// <summary>Count, sum and sum of squares of ln(ms) of one feature.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public readonly record struct Item(ushort Feature) : IStored
    {
        /// <summary>ln(ms); nothing that is measured takes as long.</summary>
        private const float Longest = 20;

        public ushort Count { get; private init; }

        private readonly float sum;
        private readonly float squares;

        private Item(ushort feature, ushort count, float sum, float squares)
            : this(feature) => (Count, this.sum, this.squares) = (count, sum, squares);

        public bool IsSound => Count > 0 && sum >= 0 && sum <= Longest * Count && squares >= 0 && squares <= Longest * Longest * Count;

        public double Mean => Count > 0 ? sum / Count : 0;

        /// <summary>Sample variance; 0 of one.</summary>
        public double Variance => Count > 1 ? Math.Max(0, (squares - ((double)sum * sum / Count)) / (Count - 1)) : 0;

        internal Item Of(ushort feature) => new(feature, Count, sum, squares);

        internal Item Plus(double log) =>
            new(Feature, (ushort)Math.Min(Count + 1, ushort.MaxValue), sum + (float)log, squares + (float)(log * log));

        internal Item Plus(Item other) =>
            new(other.Feature, (ushort)Math.Min(Count + other.Count, ushort.MaxValue), sum + other.sum, squares + other.squares);
    }
}
