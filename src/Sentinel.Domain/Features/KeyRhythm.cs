using Sentinel.Domain.Statistics;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// The running sums of a stream's open key window and of its recent past. Part of the stored state: no stroke is kept but the times of the
/// last one.
/// </summary>
public struct KeyRhythm
{
    /// <summary>Strokes that close a window.</summary>
    public const int WindowStrokes = 10;

    /// <summary>ms; longer intervals are pauses, not cadence.</summary>
    public const double Pause = 1_500;

    /// <summary>ms; longer holds are modifiers or rests, not taps.</summary>
    public const double LongestTap = 1_000;

    /// <summary>ms; no finger presses and releases a key faster.</summary>
    public const double ShortestTap = 15;

    private const double Forgetting = 1 - (1 / 60.0);
    private const double ShortestLogged = 10;
    private const int MinimalPast = 12;
    private const double CoarsestForRepeats = 5;
    private const double CoarsestForTaps = 17;

    private double lastDown;
    private bool chained;
    private Moments holds;
    private Moments intervals;
    private Moments recentHolds;
    private Moments recentLogIntervals;
    private ThirdMoments recentIntervals;
    private PairSketch pairs;
    private int repeats;
    private int repeatTrials;
    private int shortHolds;

    /// <summary>Strokes in the open window.</summary>
    public int Strokes { get; private set; }

    /// <summary>The open window holds declared input: it will neither harm nor count.</summary>
    public bool Exempt { get; private set; }

    public readonly bool IsEmpty => lastDown == 0;

    /// <summary>Whether the stroke comes before the one that came last.</summary>
    public readonly bool IsOutOfOrder(in KeyStroke stroke) => stroke.Down < lastDown;

    /// <summary>Marks the open window as declared input.</summary>
    public void Excuse() => Exempt = true;

    /// <summary>Forgets the open window, since input is missing from it; the recent past stays.</summary>
    public void Abandon()
    {
        lastDown = 0;
        chained = false;
        Reset();
    }

    /// <summary>Adds the next stroke; true when it completed a window.</summary>
    public bool Add(in KeyStroke stroke, double resolution, out KeyWindow window)
    {
        window = default;
        if (double.IsNaN(stroke.Up))
        {
            chained = false;
            lastDown = stroke.Down;
            return false;
        }

        var interval = chained ? stroke.Down - lastDown : double.NaN;
        var hold = stroke.Hold <= LongestTap ? stroke.Hold : double.NaN;
        (lastDown, chained) = (stroke.Down, true);
        Strokes++;

        if (!double.IsNaN(hold))
        {
            holds.Add(hold);
            recentHolds.Fade(Forgetting);
            recentHolds.Add(hold);
            if (hold < ShortestTap)
                shortHolds++;
        }

        if (interval < Pause)
        {
            intervals.Add(interval);
            recentLogIntervals.Fade(Forgetting);
            recentLogIntervals.Add(Math.Log(Math.Max(interval, ShortestLogged)));
            recentIntervals.Add(interval, Forgetting);
        }

        if (hold + interval < Pause && resolution <= CoarsestForRepeats)
            CountRepeat(hold, interval, resolution);

        if (Strokes < WindowStrokes)
            return false;
        window = Close(resolution);
        Reset();
        return true;
    }

    private void CountRepeat(double hold, double interval, double resolution)
    {
        var past = pairs.Remembered;
        var repeated = pairs.Visit(hold, interval, Math.Max(4, 2 * resolution));
        if (past < MinimalPast)
            return;
        repeatTrials++;
        if (repeated)
            repeats++;
    }

    private readonly KeyWindow Close(double resolution)
    {
        var recentMean = Math.Exp(recentLogIntervals.Mean);
        var relativeStep = resolution / recentMean;
        return new()
        {
            Holds = holds.Weight,
            HoldMean = holds.Mean,
            HoldVariation = holds.VariationBeyond(resolution),
            ShortHoldShare = resolution > CoarsestForTaps || holds.Weight == 0 ? double.NaN : shortHolds / holds.Weight,
            Intervals = intervals.Weight,
            IntervalMean = intervals.Mean,
            IntervalVariation = intervals.VariationBeyond(resolution),
            RepeatShare = repeatTrials < WindowStrokes / 2 ? double.NaN : (double)repeats / repeatTrials,
            RecentStrokes = Math.Min(recentHolds.Weight, recentLogIntervals.Weight),
            RecentHoldMean = recentHolds.Mean,
            RecentHoldVariation = recentHolds.VariationBeyond(resolution),
            RecentIntervalMean = recentMean,
            RecentLogIntervalDeviation = Math.Sqrt(Math.Max(0, recentLogIntervals.Variance - (relativeStep * relativeStep / 6))),
            RecentIntervalSkewness = recentIntervals.Skewness,
            Resolution = resolution,
        };
    }

    private void Reset()
    {
        holds = default;
        intervals = default;
        repeats = 0;
        repeatTrials = 0;
        shortHolds = 0;
        Strokes = 0;
        Exempt = false;
    }
}
