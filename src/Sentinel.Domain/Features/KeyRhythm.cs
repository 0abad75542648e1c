using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// The running sums of a stream's open key window, part of the stored state. Of key strokes, only the last one's
/// times and group are stored.
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
    private const int TappingStrokes = 7;

    /// <summary>Letters of one hand in a row, from which they may be one letter again and again.</summary>
    private const int TappingRun = 4;

    private const double RhythmCell = 8;
    private const double CoarsestForRepeats = 5;

    /// <summary>ms within which a key that was not released is still held: browsers do not always mark auto-repeat.</summary>
    private const double LongestRepeatDelay = 1_100;
    private const double CoarsestForTaps = 17;

    private double lastDown;
    private float lastInterval;
    private float lastHold;
    private KeyCode lastGroup;
    private bool lastReleased;
    private byte letterRun;
    private FastRun run;
    private Moments holds;
    private Moments intervals;
    private float coarsest;
    private float longestInterval;
    private int repeats;
    private int repeatTrials;
    private int shortHolds;
    private int sameLetters;

    /// <summary>Key strokes in the open window.</summary>
    public int Strokes { get; private set; }

    private KeyOrigins Origins { get; set; }

    /// <summary>Whether the last key stroke is of a burst.</summary>
    public readonly bool IsInBurst => run.IsBurst;

    /// <summary>Whether the open window contains declared input: it neither raises nor lowers trust.</summary>
    public readonly bool Exempt => (Origins & KeyOrigins.Declared) != 0;

    /// <summary>Whether the open window contains untrusted input: it may be evidence for a bot, but earns no trust.</summary>
    public readonly bool Untrusted => (Origins & KeyOrigins.Untrusted) != 0;

    public readonly bool IsSound =>
        double.IsFinite(lastDown)
        && !float.IsInfinity(lastInterval)
        && !float.IsInfinity(lastHold)
        && lastGroup <= KeyCode.Masked
        && run.IsSound
        && holds.IsSound
        && intervals.IsSound
        && coarsest is >= 0 and <= 100
        && longestInterval is >= 0 and <= (float)Pause
        && Strokes is >= 0 and < WindowStrokes
        && shortHolds >= 0
        && shortHolds <= Strokes
        && sameLetters >= 0
        && sameLetters <= Strokes
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
    /// <param name="stroke">The key stroke.</param>
    /// <param name="resolution">The timer's step, ms.</param>
    /// <param name="memory">The session's memory of key strokes.</param>
    /// <param name="window">The completed window.</param>
    /// <param name="burst">What a burst has to report, with 0 strokes for nothing.</param>
    public bool Add(in KeyStroke stroke, double resolution, ref KeyMemory memory, out KeyWindow window, out KeyBurst burst)
    {
        (window, burst) = (default, default);
        var interval = SinceLast(stroke);
        var hold = stroke.Hold <= LongestTap ? stroke.Hold : double.NaN;
        var group = KeyGroups.Of(stroke.Code);
        var (same, repeats) = (group == lastGroup && interval < Pause, Repeats(group, interval));
        (lastDown, lastHold, lastGroup, lastReleased) = (stroke.Down, (float)stroke.Hold, group, !double.IsNaN(stroke.Up));
        if (repeats)
        {
            lastInterval = float.NaN;
            return false;
        }

        coarsest = Math.Max(coarsest, (float)resolution);
        letterRun = (byte)(same && group is KeyCode.LetterLeft or KeyCode.LetterRight ? Math.Min(letterRun + 1, byte.MaxValue) : 0);
        var fast = interval < FastRun.Fast && resolution <= CoarsestForTaps;
        if (fast && !run.IsOfHand)
        {
            lastInterval = float.NaN;
            if (!run.Add(hold, interval, out burst))
                return false;
            Absorb();
            return TryClose(memory, out window);
        }

        var closed = false;
        if (!fast)
        {
            if (run.IsHeldBack)
                Absorb();
            closed = TryClose(memory, out window);
            run = default;
        }

        Strokes++;
        sameLetters += letterRun > 0 ? 1 : 0;
        if (!double.IsNaN(hold))
        {
            holds.Add(hold);
            shortHolds += hold < ShortestTap ? 1 : 0;
        }

        if (interval < Pause)
        {
            intervals.Add(interval);
            longestInterval = Math.Max(longestInterval, (float)interval);
        }

        if (!Exempt)
            Remember(hold, interval, resolution, ref memory);
        lastInterval = interval < Pause ? (float)interval : float.NaN;
        return closed || TryClose(memory, out window);
    }

    /// <summary>The next key stroke, before it is added, as the typing net takes it; null for one that it does not take.</summary>
    public readonly TypingStep? Step(in KeyStroke stroke, double resolution)
    {
        var (interval, group) = (SinceLast(stroke), KeyGroups.Of(stroke.Code));
        return resolution > FreeTextTrace.CoarsestTimer || interval < TypingStep.ShortestInterval || Repeats(group, interval)
            ? null
            : TypingStep.Of(stroke.Hold, interval, lastHold, group, lastGroup);
    }

    /// <summary>ms from the last press; NaN for the first key.</summary>
    public readonly double SinceLast(in KeyStroke stroke) => lastDown == 0 ? double.NaN : stroke.Down - lastDown;

    /// <summary>Whether the key goes on with a run, or repeats while it is held.</summary>
    private readonly bool Repeats(KeyCode group, double interval) =>
        IsOfRun(group, lastGroup, interval) || (group == lastGroup && !lastReleased && interval <= LongestRepeatDelay);

    /// <summary>Whether the key goes on with a run of such keys, of which only the first is judged.</summary>
    public static bool IsOfRun(KeyCode group, KeyCode before, double interval) =>
        interval < Pause && ((IsSteering(group) && IsSteering(before)) || (group == before && IsRepeated(group)));

    /// <summary>
    /// Keys that people press again and again, at a pace as steady as a clock's: arrows, Tab, Backspace, Space, Enter, + and −. Only the
    /// first of a run is judged.
    /// </summary>
    private static bool IsRepeated(KeyCode group) =>
        group is KeyCode.Navigation or KeyCode.Edit or KeyCode.Space or KeyCode.Enter or KeyCode.Modifier or KeyCode.Punctuation;

    /// <summary>Keys with which people go through a page, in any order: with one finger, a switch or a remote control. No typing.</summary>
    private static bool IsSteering(KeyCode group) => group is KeyCode.Navigation or KeyCode.Space or KeyCode.Enter;

    /// <summary>Adds the held-back key strokes of a hand to the window.</summary>
    private void Absorb()
    {
        holds.Add(run.Holds);
        intervals.Add(run.Intervals);
        shortHolds += run.ShortHolds;
        Strokes += run.Strokes;
    }

    private bool TryClose(in KeyMemory memory, out KeyWindow window)
    {
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
        if (letterRun >= TappingRun)
            return;
        if (interval < Pause)
            memory.AddInterval(interval);
        if (!(hold + interval + lastInterval < 2 * Pause) || !(interval < Pause) || resolution > CoarsestForRepeats)
            return;

        var past = memory.Rhythms;
        var repeated = memory.Visit(lastInterval, hold, interval, Math.Max(RhythmCell, 2 * resolution));
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
        OtherIntervalVariation = intervals.Without(longestInterval).VariationBeyond(coarsest),
        RepeatShare = repeatTrials < WindowStrokes / 2 ? double.NaN : (double)repeats / repeatTrials,
        Resolution = coarsest,
        IsTapping = sameLetters >= TappingStrokes,
    };

    private void Reset() =>
        this = new()
        {
            lastDown = lastDown,
            lastInterval = lastInterval,
            lastHold = lastHold,
            lastGroup = lastGroup,
            lastReleased = lastReleased,
            letterRun = letterRun,
            run = run,
        };

    /// <summary>Whether the window contains declared or untrusted input; one byte of the stored state.</summary>
    [Flags]
    private enum KeyOrigins : byte { None, Declared = 1, Untrusted = 2 }
}
