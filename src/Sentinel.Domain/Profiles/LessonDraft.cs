using Sentinel.Domain.Features;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Profiles;

/// <summary>Collects the windows of one batch that may teach, as many as the session's quota leaves.</summary>
internal struct LessonDraft(LessonQuota taught, Baseline baseline)
{
    private List<EntryWindow>? entries;
    private List<TypingSums>? typing;
    private List<StrokeSample>? strokes;

    public readonly bool IsEmpty => entries is null && typing is null && strokes is null;

    public void Add(in EntryWindow entry)
    {
        if (Left(taught.Entries, LessonQuota.MostEntries, entries?.Count))
            (entries ??= []).Add(entry);
    }

    public void Add(TypingSums sample)
    {
        if (sample.Times >= TypingSums.SampleStrokes / 2 && Left(taught.Typing, LessonQuota.MostTyping, typing?.Count))
            (typing ??= []).Add(sample);
    }

    public void Add(in StrokeWindow stroke)
    {
        if (
            Left(taught.Strokes, LessonQuota.MostStrokes, strokes?.Count)
            && StrokeSample.Of(stroke) is { Kind: PointerKind.Mouse or PointerKind.Touch } kept
        )
            (strokes ??= []).Add(kept);
    }

    /// <summary>Whether samples of typing are wanted at all.</summary>
    public readonly bool TakesTyping => Left(taught.Typing, LessonQuota.MostTyping, typing?.Count);

    /// <summary>Null when nothing teaches.</summary>
    public readonly Lesson? Finish(Learning learning)
    {
        if (learning == Learning.Never) return null;
        if (learning == Learning.Open && entries is not null) LeaveLike(baseline, entries);
        var lesson = new Lesson
        {
            Entries = entries is null ? [] : [.. entries],
            Typing = typing is null ? [] : [.. typing],
            Strokes = strokes is null ? [] : [.. strokes],
        };
        return lesson.IsEmpty ? null : lesson;
    }

    private static void LeaveLike(Baseline known, List<EntryWindow> entries) =>
        entries.RemoveAll(entry => !LearningGate.MayTeach(entry, known));

    private static bool Left(byte taught, int most, int? collected) => taught + (collected ?? 0) < most;
}
