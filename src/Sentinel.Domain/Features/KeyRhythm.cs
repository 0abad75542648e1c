using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// The running sums of a stream's open key window, part of the stored state. No key stroke is stored, only the time of the last one.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct KeyRhythm : IStored
{
    /// <summary>Key strokes of a window.</summary>
    public const int WindowStrokes = 10;

    /// <summary>ms; longer intervals are pauses and are left out.</summary>
    public const double Pause = 1_500;

    /// <summary>ms; longer holds are modifiers or rests and are left out.</summary>
    public const double LongestTap = 1_000;

    /// <summary>ms; a finger's hold is not shorter.</summary>
    public const double ShortestTap = 15;

    private const int MinimalPast = 12;
    private const double CoarsestForRepeats = 5;
    private const double CoarsestForTaps = 17;

    private double lastDown;
    private Moments holds;
    private Moments intervals;
    private float coarsest;
    private int repeats;
    private int repeatTrials;
    private int shortHolds;

    /// <summary>Key strokes in the open window.</summary>
    public int Strokes { get; private set; }

    private KeyOrigins Origins { get; set; }

    /// <summary>Whether the open window contains declared input: it neither raises nor lowers trust.</summary>
    public readonly bool Exempt => (Origins & KeyOrigins.Declared) != 0;

    /// <summary>Whether the open window contains untrusted input: it may be evidence for a bot, but earns no trust.</summary>
    public readonly bool Untrusted => (Origins & KeyOrigins.Untrusted) != 0;

    public readonly bool IsSound =>
        double.IsFinite(lastDown)
        && holds.IsSound
        && intervals.IsSound
        && coarsest is >= 0 and <= 100
        && Strokes is >= 0 and < WindowStrokes
        && shortHolds >= 0
        && shortHolds <= Strokes
        && repeatTrials >= 0
        && repeatTrials <= Strokes
        && repeats >= 0
        && repeats <= repeatTrials
        && Origins <= (KeyOrigins.Declared | KeyOrigins.Untrusted);

    /// <summary>Whether the key stroke is earlier than the last one.</summary>
    public readonly bool IsOutOfOrder(in KeyStroke stroke) => stroke.Down < lastDown;

    /// <summary>Marks the open window, until it closes, as containing declared or untrusted input.</summary>
    public void Mark(bool declared, bool untrusted = false) =>
        Origins |= (declared ? KeyOrigins.Declared : KeyOrigins.None) | (untrusted ? KeyOrigins.Untrusted : KeyOrigins.None);

    /// <summary>Discards the open window, because input is missing from it.</summary>
    public void Abandon() => this = default;

    /// <summary>Adds the next key stroke; true when it completed a window.</summary>
    public bool Add(in KeyStroke stroke, double resolution, ref KeyMemory memory, out KeyWindow window)
    {
        var interval = lastDown == 0 ? double.NaN : stroke.Down - lastDown;
        var hold = stroke.Hold <= LongestTap ? stroke.Hold : double.NaN;
        lastDown = stroke.Down;
        coarsest = Math.Max(coarsest, (float)resolution);
        Strokes++;

        if (!double.IsNaN(hold))
        {
            holds.Add(hold);
            if (hold < ShortestTap)
                shortHolds++;
        }

        if (interval < Pause)
            intervals.Add(interval);
        if (!Exempt)
            Remember(hold, interval, resolution, ref memory);

        window = default;
        if (Strokes < WindowStrokes)
            return false;
        window = memory.Describe(Close());
        Reset();
        return true;
    }

    private void Remember(double hold, double interval, double resolution, ref KeyMemory memory)
    {
        if (!double.IsNaN(hold))
            memory.AddHold(hold);
        if (interval < Pause)
            memory.AddInterval(interval);
        if (!(hold + interval < Pause) || resolution > CoarsestForRepeats)
            return;

        var past = memory.Pairs;
        var repeated = memory.Visit(hold, interval, Math.Max(4, 2 * resolution));
        if (past < MinimalPast)
            return;
        repeatTrials++;
        if (repeated)
            repeats++;
    }

    private readonly KeyWindow Close() => new()
    {
        Holds = holds.Weight,
        HoldMean = holds.Mean,
        HoldVariation = holds.VariationBeyond(coarsest),
        ShortHoldShare = coarsest > CoarsestForTaps || holds.Weight == 0 ? double.NaN : shortHolds / (double)holds.Weight,
        Intervals = intervals.Weight,
        IntervalMean = intervals.Mean,
        IntervalVariation = intervals.VariationBeyond(coarsest),
        RepeatShare = repeatTrials < WindowStrokes / 2 ? double.NaN : (double)repeats / repeatTrials,
        Resolution = coarsest,
    };

    private void Reset() => this = new() { lastDown = lastDown };

    /// <summary>Whether the window contains declared or untrusted input; one byte of the stored state.</summary>
    [Flags]
    private enum KeyOrigins : byte { None, Declared = 1, Untrusted = 2 }
}
