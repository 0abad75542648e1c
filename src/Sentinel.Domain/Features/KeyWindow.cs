namespace Sentinel.Domain.Features;

/// <summary>
/// The features of ten consecutive key strokes. Times in ms. Pauses are left out of intervals. "Recent" values cover about sixty key
/// strokes, with exponential forgetting.
/// </summary>
public readonly record struct KeyWindow : IWindow
{
    /// <summary>The number of known holds, without rests.</summary>
    public double Holds { get; init; }

    public double HoldMean { get; init; }

    /// <summary>Coefficient of variation of the holds, without the variance of the timer's step.</summary>
    public double HoldVariation { get; init; }

    /// <summary>Share of holds shorter than a finger's, 0..1; NaN if the timer is too coarse.</summary>
    public double ShortHoldShare { get; init; }

    /// <summary>The number of intervals, without pauses.</summary>
    public double Intervals { get; init; }

    public double IntervalMean { get; init; }

    public double IntervalVariation { get; init; }

    /// <summary>The same without the longest interval: one rest does not hide a clock.</summary>
    public double OtherIntervalVariation { get; init; }

    /// <summary>
    /// Share of key strokes whose (interval, hold, interval) cell was visited before, 0..1; NaN if there are too few or the timer is too
    /// coarse.
    /// </summary>
    public double RepeatShare { get; init; }

    /// <summary>Effective number of key strokes behind the recent values.</summary>
    public double RecentStrokes { get; init; }

    public double RecentHoldVariation { get; init; }

    /// <summary>Geometric mean of the intervals.</summary>
    public double RecentIntervalMean { get; init; }

    /// <summary>Standard deviation of ln(interval), without the variance of the timer's step.</summary>
    public double RecentLogIntervalDeviation { get; init; }

    /// <summary>Skewness of the intervals: people's have a long tail to the right. NaN if they hardly vary.</summary>
    public double RecentIntervalSkewness { get; init; }

    public double RecentHoldMean { get; init; }

    /// <summary>Share of the recent holds shorter than a finger's, 0..1.</summary>
    public double RecentShortHoldShare { get; init; }

    /// <summary>
    /// Whether it may be one letter again and again: nearly all strokes are of the same hand's letters as the one before.
    /// </summary>
    public bool IsTapping { get; init; }

    /// <summary>
    /// Whether the recent intervals are so long that leaving out pauses cuts off their tail: what is left is narrow and symmetric, whoever
    /// types.
    /// </summary>
    public bool IsCutShort => RecentIntervalMean > KeyRhythm.Pause / 3;

    /// <summary>The coarsest timer step of the window's batches, ms.</summary>
    public double Resolution { get; init; }

    /// <summary>
    /// Whether holds and cadence could both be judged: enough of each, with a fine enough timer, few holds shorter than a finger's, not one
    /// key again and again, and not too slow. Only such a window can earn trust.
    /// </summary>
    public bool IsConclusive =>
        Holds >= 8 && Intervals >= 6
        && Resolution <= FreeTextTrace.CoarsestTimer && Resolution <= 0.15 * IntervalMean && Resolution <= 0.2 * HoldMean
        && !(ShortHoldShare > 0.3)
        && !IsTapping && !IsCutShort;
}
