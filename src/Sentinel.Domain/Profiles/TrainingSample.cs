using System.Collections.Immutable;
using Sentinel.Domain.Features;

namespace Sentinel.Domain.Profiles;

/// <summary>What one decision's windows may teach: group statistics and numbers of rhythm, no event, no text, no order of keys.</summary>
public sealed record TrainingSample
{
    public static readonly TrainingSample Empty = new();

    /// <summary>Entries of fixed texts, in the order of time.</summary>
    public ImmutableArray<EntryWindow> Entries { get; init; } = [];

    /// <summary>Samples of free typing.</summary>
    public ImmutableArray<TypingSums> Typing { get; init; } = [];

    public ImmutableArray<StrokeSample> Strokes { get; init; } = [];

    /// <summary>A training sample for each kind of window that there is.</summary>
    public IEnumerable<(SampleKind Kind, TrainingSample TrainingSample)> ByKind()
    {
        if (!Entries.IsEmpty) yield return (SampleKind.Entries, new() { Entries = Entries });
        if (!Typing.IsEmpty) yield return (SampleKind.Typing, new() { Typing = Typing });
        if (!Strokes.IsEmpty) yield return (SampleKind.Strokes, new() { Strokes = Strokes });
    }

    /// <summary>Of a training sample of one kind.</summary>
    public SampleKind Kind => Entries.IsEmpty ? Typing.IsEmpty ? SampleKind.Strokes : SampleKind.Typing : SampleKind.Entries;

    /// <summary>Of a training sample of one kind: how many windows it holds.</summary>
    public int Windows => Entries.Length + Typing.Length + Strokes.Length;

    /// <summary>Of a training sample of one kind, what each model learns of it: the entries of each field, the strokes of mouse or touch.</summary>
    public IEnumerable<(ulong Subject, TrainingSample TrainingSample)> BySubject()
    {
        if (!Typing.IsEmpty) return [(0, this)];
        return Entries.GroupBy(entry => entry.Field).Select(field => (field.Key, new TrainingSample { Entries = [.. field] }))
            .Concat(Strokes.GroupBy(stroke => stroke.Kind).Select(kind => ((ulong)kind.Key, new TrainingSample { Strokes = [.. kind] })));
    }

    public bool IsEmpty => Entries.IsEmpty && Typing.IsEmpty && Strokes.IsEmpty;
}

/// <summary>Kinds of windows are bounded each for itself, so each is kept for itself.</summary>
public enum SampleKind : byte { Entries, Typing, Strokes }
