using Sentinel.Domain.Features;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Profiles;

/// <summary>Collects the windows of one batch that may teach, as many as the session's quota leaves.</summary>
internal struct LessonDraft(LessonQuota taught, Baseline baseline, bool challengePassed)
{
    private List<EntryWindow>? entries;
    private List<TypingSums>? typing;
    private List<StrokeSample>? strokes;

    public readonly bool IsEmpty => entries is null && typing is null && strokes is null;

    public void Add(in EntryWindow entry)
    {
        if (Left(taught.Entries, LessonQuota.MostEntries, entries?.Count) && LearningGate.MayTeach(entry, baseline, challengePassed))
            (entries ??= []).Add(entry);
    }

    public void Add(TypingSums sample)
    {
        if (sample.Times >= TypingSums.SampleStrokes / 2 && Left(taught.Typing, LessonQuota.MostTyping, typing?.Count))
            (typing ??= []).Add(sample);
    }

    public void Add(in StrokeWindow stroke)
    {
        if (Left(taught.Strokes, LessonQuota.MostStrokes, strokes?.Count) && StrokeSample.Of(stroke) is { } kept)
            (strokes ??= []).Add(kept);
    }

    /// <summary>Whether samples of typing are wanted at all.</summary>
    public readonly bool TakesTyping => Left(taught.Typing, LessonQuota.MostTyping, typing?.Count);

    public readonly Lesson Finish() => new()
    {
        Entries = entries is null ? [] : [.. entries],
        Typing = typing is null ? [] : [.. typing],
        Strokes = strokes is null ? [] : [.. strokes],
    };

    private static bool Left(byte taught, int most, int? collected) => taught + (collected ?? 0) < most;
}
