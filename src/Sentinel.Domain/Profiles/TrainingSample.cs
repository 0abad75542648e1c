using System.Collections.Immutable;
using Sentinel.Domain.Features;

namespace Sentinel.Domain.Profiles;

/// <summary>What one decision's windows may teach: group statistics and numbers of rhythm, no event, no text, no order of keys.</summary>
public sealed record TrainingSample
{
    public static readonly TrainingSample Empty = new();

    /// <summary>Entries of fixed texts, in the order of time.</summary>
    public ImmutableArray<FixedTextWindow> Entries { get; init; } = [];

    /// <summary>Samples of free typing.</summary>
    public ImmutableArray<FreeTextSums> FreeText { get; init; } = [];

    public ImmutableArray<StrokeSample> Strokes { get; init; } = [];

    /// <summary>A training sample for each kind of window that there is.</summary>
    public IEnumerable<(SampleKind Kind, TrainingSample TrainingSample)> ByKind()
    {
        if (!Entries.IsEmpty) yield return (SampleKind.FixedText, new() { Entries = Entries });
        if (!FreeText.IsEmpty) yield return (SampleKind.FreeText, new() { FreeText = FreeText });
        if (!Strokes.IsEmpty) yield return (SampleKind.Strokes, new() { Strokes = Strokes });
    }

    /// <summary>Of a training sample of one kind.</summary>
    public SampleKind Kind => Entries.IsEmpty ? FreeText.IsEmpty ? SampleKind.Strokes : SampleKind.FreeText : SampleKind.FixedText;

    /// <summary>Of a training sample of one kind: how many windows it holds.</summary>
    public int Windows => Entries.Length + FreeText.Length + Strokes.Length;

    /// <summary>
    /// Of a training sample of one kind, what each model learns of it: the entries of each field, the strokes of mouse or touch.
    /// </summary>
    public IEnumerable<(ulong Subject, TrainingSample TrainingSample)> BySubject()
    {
        if (!FreeText.IsEmpty) return [(0, this)];
        return Entries.GroupBy(entry => entry.Field).Select(field => (field.Key, new TrainingSample { Entries = [.. field] }))
            .Concat(Strokes.GroupBy(stroke => stroke.Kind).Select(kind => ((ulong)kind.Key, new TrainingSample { Strokes = [.. kind] })));
    }

    public bool IsEmpty => Entries.IsEmpty && FreeText.IsEmpty && Strokes.IsEmpty;
}

/// <summary>Kinds of windows are bounded each for itself, so each is kept for itself.</summary>
public enum SampleKind : byte { FixedText, FreeText, Strokes }
