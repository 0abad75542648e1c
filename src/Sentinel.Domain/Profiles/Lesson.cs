using System.Collections.Immutable;
using Sentinel.Domain.Features;

namespace Sentinel.Domain.Profiles;

/// <summary>What one decision's windows may teach: group statistics and numbers of rhythm, no event, no text, no order of keys.</summary>
public sealed record Lesson
{
    public static readonly Lesson Empty = new();

    /// <summary>Entries of fixed texts, in the order of time.</summary>
    public ImmutableArray<EntryWindow> Entries { get; init; } = [];

    /// <summary>Samples of free typing.</summary>
    public ImmutableArray<TypingSums> Typing { get; init; } = [];

    public ImmutableArray<StrokeSample> Strokes { get; init; } = [];

    /// <summary>A lesson for each kind of window that there is.</summary>
    public IEnumerable<(LessonKind Kind, Lesson Lesson)> ByKind()
    {
        if (!Entries.IsEmpty) yield return (LessonKind.Entries, new() { Entries = Entries });
        if (!Typing.IsEmpty) yield return (LessonKind.Typing, new() { Typing = Typing });
        if (!Strokes.IsEmpty) yield return (LessonKind.Strokes, new() { Strokes = Strokes });
    }

    /// <summary>Of a lesson of one kind.</summary>
    public LessonKind Kind => Entries.IsEmpty ? Typing.IsEmpty ? LessonKind.Strokes : LessonKind.Typing : LessonKind.Entries;

    /// <summary>Of a lesson of one kind: how many windows it holds.</summary>
    public int Windows => Entries.Length + Typing.Length + Strokes.Length;

    /// <summary>Of a lesson of one kind, what each model learns of it: the entries of each field, the strokes of mouse or touch.</summary>
    public IEnumerable<(ulong Subject, Lesson Lesson)> BySubject()
    {
        if (!Typing.IsEmpty) return [(0, this)];
        return Entries.GroupBy(entry => entry.Field).Select(field => (field.Key, new Lesson { Entries = [.. field] }))
            .Concat(Strokes.GroupBy(stroke => stroke.Kind).Select(kind => ((ulong)kind.Key, new Lesson { Strokes = [.. kind] })));
    }

    public bool IsEmpty => Entries.IsEmpty && Typing.IsEmpty && Strokes.IsEmpty;
}

/// <summary>Kinds of windows are bounded each for itself, so each is kept for itself.</summary>
public enum LessonKind : byte { Entries, Typing, Strokes }
