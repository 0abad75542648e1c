using System.Runtime.InteropServices;
using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// The stored form of free typing: the count, mean and spread of each feature, ordered by feature, and its style. It does not contain the
/// order of keys.
/// </summary>
public sealed class FreeTextSums : IStored
{
    /// <summary>Key strokes of a sample that leaves hot state: too many to reconstruct their order from digraphs.</summary>
    public const int SampleStrokes = 100;

    /// <summary>
    /// Maximum number of features of a sample; a digraph beyond them counts as its group, and a group beyond them does not count.
    /// </summary>
    public const int SampleFeatures = 48;

    private Item[] items;

    private FreeTextSums(Item[] items) => this.items = items;

    public FreeTextSums()
        : this([])
    {
    }

    /// <summary>The number of added key strokes.</summary>
    public int Strokes { get; private set; }

    /// <summary>The style of the last hundred key strokes; null if it is not known.</summary>
    public TypingStyle? Style { get; private init; }

    /// <summary>The number of added times.</summary>
    public int Times
    {
        get
        {
            var sum = 0;
            foreach (var item in items) sum += item.Count;
            return sum;
        }
    }

    /// <summary>The stored items, ordered by feature.</summary>
    public ReadOnlySpan<Item> Items => items;

    /// <summary>Whether the features exist, in order and each once.</summary>
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

    /// <param name="items">The items, ordered by feature, each once.</param>
    /// <param name="strokes">The number of their key strokes.</param>
    public static FreeTextSums Of(ReadOnlySpan<Item> items, int strokes) => new(items.ToArray()) { Strokes = strokes };

    public static FreeTextSums Of(IEnumerable<FreeTextTime> times)
    {
        var sums = new FreeTextSums();
        foreach (var time in times) sums.Add(time, int.MaxValue);
        return sums;
    }

    /// <summary>Adds up samples.</summary>
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

    /// <summary>Counts digraphs as their groups, which is equivalent to input without key codes.</summary>
    public FreeTextSums Grouped() =>
        new(Merge(items.Select(item => new FreeTextSums([item.Of((ushort)new FreeTextFeature(item.Feature).Group.Index)]))).items)
        {
            Strokes = Strokes,
            Style = Style,
        };

    public FreeTextSums Copy() => new((Item[])items.Clone()) { Strokes = Strokes };

    /// <summary>The same with its style, if that is one.</summary>
    public FreeTextSums With(TypingStyle style) => new(items) { Strokes = Strokes, Style = style.IsSound ? style : null };

    /// <summary>Adds the times of one key stroke.</summary>
    public void Add(FreeTextTime? hold, FreeTextTime? interval)
    {
        Strokes++;
        if (hold is { } held) Add(held, SampleFeatures);
        if (interval is { } between) Add(between, SampleFeatures);
    }

    /// <summary>The measured features.</summary>
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
        /// <summary>ln(ms); an upper bound of any measured time.</summary>
        private const float Longest = 20;

        public ushort Count { get; private init; }

        private readonly float sum;
        private readonly float squares;

        private Item(ushort feature, ushort count, float sum, float squares)
            : this(feature) => (Count, this.sum, this.squares) = (count, sum, squares);

        public bool IsSound => Count > 0 && sum >= 0 && sum <= Longest * Count && squares >= 0 && squares <= Longest * Longest * Count;

        public double Mean => Count > 0 ? sum / Count : 0;

        /// <summary>Sample variance; 0 for one time.</summary>
        public double Variance => Count > 1 ? Math.Max(0, (squares - ((double)sum * sum / Count)) / (Count - 1)) : 0;

        internal Item Of(ushort feature) => new(feature, Count, sum, squares);

        internal Item Plus(double log) =>
            new(Feature, (ushort)Math.Min(Count + 1, ushort.MaxValue), sum + (float)log, squares + (float)(log * log));

        internal Item Plus(Item other) =>
            new(other.Feature, (ushort)Math.Min(Count + other.Count, ushort.MaxValue), sum + other.sum, squares + other.squares);
    }
}
