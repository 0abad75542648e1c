using System.Collections.Immutable;
using Sentinel.Domain.Features;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// The windows of one decision that may be used for training, as sums and timings, without events, text or the order of keys.
/// </summary>
public sealed record TrainingSample
{
    public static readonly TrainingSample Empty = new();

    /// <summary>Entries of fixed texts, ordered by time.</summary>
    public ImmutableArray<FixedTextWindow> Entries { get; init; } = [];

    /// <summary>Samples of free typing.</summary>
    public ImmutableArray<FreeTextSums> FreeText { get; init; } = [];

    public ImmutableArray<StrokeSample> Strokes { get; init; } = [];

    /// <summary>Splits it into one training sample for each kind of window present.</summary>
    public IEnumerable<(SampleKind Kind, TrainingSample TrainingSample)> ByKind()
    {
        if (!Entries.IsEmpty) yield return (SampleKind.FixedText, new() { Entries = Entries });
        if (!FreeText.IsEmpty) yield return (SampleKind.FreeText, new() { FreeText = FreeText });
        if (!Strokes.IsEmpty) yield return (SampleKind.Strokes, new() { Strokes = Strokes });
    }

    /// <summary>The kind of a training sample of one kind.</summary>
    public SampleKind Kind => Entries.IsEmpty ? FreeText.IsEmpty ? SampleKind.Strokes : SampleKind.FreeText : SampleKind.FixedText;

    /// <summary>The number of windows.</summary>
    public int Windows => Entries.Length + FreeText.Length + Strokes.Length;

    /// <summary>Splits a training sample of one kind by model: the entries of each field, the strokes of mouse or touch.</summary>
    public IEnumerable<(ulong Subject, TrainingSample TrainingSample)> BySubject()
    {
        if (!FreeText.IsEmpty) return [(0, this)];
        return Entries.GroupBy(entry => entry.Field).Select(field => (field.Key, new TrainingSample { Entries = [.. field] }))
            .Concat(Strokes.GroupBy(stroke => stroke.Kind).Select(kind => ((ulong)kind.Key, new TrainingSample { Strokes = [.. kind] })));
    }

    public bool IsEmpty => Entries.IsEmpty && FreeText.IsEmpty && Strokes.IsEmpty;
}

/// <summary>The kind of windows. Each kind has its own bounds, so each is stored separately.</summary>
public enum SampleKind : byte { FixedText, FreeText, Strokes }
