using System.Runtime.InteropServices;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Learning;

/// <summary>
/// How many windows a session has contributed to training. The number is bounded, so that one long sitting does not form the baseline.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct TrainingQuota(byte Entries, byte FreeText, byte Strokes) : IStored
{
    public const int MaxEntries = 50;

    public const int MaxFreeText = 20;

    public const int MaxStrokes = 200;

    public bool IsSound => Entries <= MaxEntries && FreeText <= MaxFreeText && Strokes <= MaxStrokes;

    public TrainingQuota Plus(TrainingSample sample) =>
        new((byte)(Entries + sample.Entries.Length), (byte)(FreeText + sample.FreeText.Length), (byte)(Strokes + sample.Strokes.Length));
}
