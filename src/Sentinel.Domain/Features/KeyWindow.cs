namespace Sentinel.Domain.Features;

/// <summary>
/// What is known of ten consecutive key strokes. Times in ms. Intervals are down-to-down; pauses are left out of them. "Recent" values
/// look back about sixty strokes with exponential forgetting.
/// </summary>
public readonly record struct KeyWindow : IWindow
{
    /// <summary>Strokes whose release is known.</summary>
    public double Holds { get; init; }

    public double HoldMean { get; init; }

    /// <summary>Coefficient of variation of the holds beyond what the timer's step explains.</summary>
    public double HoldVariation { get; init; }

    /// <summary>Share of holds shorter than any finger's, 0..1; NaN where the timer is too coarse to tell.</summary>
    public double ShortHoldShare { get; init; }

    /// <summary>Intervals that are no pauses.</summary>
    public double Intervals { get; init; }

    public double IntervalMean { get; init; }

    public double IntervalVariation { get; init; }

    /// <summary>
    /// Share of strokes whose (hold, interval) cell had been visited before, 0..1; NaN while too few were seen or the timer is too coarse.
    /// </summary>
    public double RepeatShare { get; init; }

    /// <summary>Effective number of strokes behind the recent values.</summary>
    public double RecentStrokes { get; init; }

    public double RecentHoldVariation { get; init; }

    /// <summary>Geometric mean of the intervals.</summary>
    public double RecentIntervalMean { get; init; }

    /// <summary>Standard deviation of ln(interval) beyond what the timer's step explains.</summary>
    public double RecentLogIntervalDeviation { get; init; }

    /// <summary>Skewness of the intervals: people's have a long tail to the right. NaN where they hardly vary.</summary>
    public double RecentIntervalSkewness { get; init; }

    public double RecentHoldMean { get; init; }

    /// <summary>The coarsest timer step of the window's batches, ms.</summary>
    public double Resolution { get; init; }

    /// <summary>
    /// Whether holds and cadence could both be judged: enough of each, by a timer fine enough. Only such a window can speak for a person
    /// or count; what cannot be judged must not earn.
    /// </summary>
    public bool IsConclusive => Holds >= 6 && Intervals >= 6 && Resolution <= 0.15 * IntervalMean && Resolution <= 0.2 * HoldMean;
}
