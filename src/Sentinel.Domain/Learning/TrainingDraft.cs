using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Learning;

/// <summary>Collects the windows of one batch for training, within the session's training quota.</summary>
internal struct TrainingDraft(TrainingQuota quota, Baseline baseline)
{
    private List<FixedTextWindow>? entries;
    private List<FreeTextSums>? freeText;
    private List<StrokeSample>? strokes;

    public readonly bool IsEmpty => entries is null && freeText is null && strokes is null;

    public void Add(in FixedTextWindow entry)
    {
        if (Left(quota.Entries, TrainingQuota.MaxEntries, entries?.Count))
            (entries ??= []).Add(entry);
    }

    public void Add(FreeTextSums sample)
    {
        if (sample.Times >= FreeTextSums.SampleStrokes / 2 && Left(quota.FreeText, TrainingQuota.MaxFreeText, freeText?.Count))
            (freeText ??= []).Add(sample);
    }

    public void Add(in StrokeWindow stroke)
    {
        if (
            Left(quota.Strokes, TrainingQuota.MaxStrokes, strokes?.Count)
            && StrokeSample.Of(stroke) is { Kind: PointerKind.Mouse or PointerKind.Touch } kept
        )
            (strokes ??= []).Add(kept);
    }

    /// <summary>Whether the quota has room for samples of free typing.</summary>
    public readonly bool TakesFreeText => Left(quota.FreeText, TrainingQuota.MaxFreeText, freeText?.Count);

    /// <summary>The training sample; null when there is none.</summary>
    public readonly TrainingSample? Finish(LearningOutcome learning)
    {
        if (learning == LearningOutcome.Never) return null;
        if (learning == LearningOutcome.Open && entries is not null) LeaveLike(baseline, entries);
        var sample = new TrainingSample
        {
            Entries = entries is null ? [] : [.. entries],
            FreeText = freeText is null ? [] : [.. freeText],
            Strokes = strokes is null ? [] : [.. strokes],
        };
        return sample.IsEmpty ? null : sample;
    }

    private static void LeaveLike(Baseline known, List<FixedTextWindow> entries) =>
        entries.RemoveAll(entry => !LearningGate.MayTrain(entry, known));

    private static bool Left(byte quota, int most, int? collected) => quota + (collected ?? 0) < most;
}
