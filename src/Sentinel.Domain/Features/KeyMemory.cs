using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Features;

/// <summary>
/// Sums over a session's last sixty or so key strokes, with exponential forgetting, across all streams, so that a new stream does not reset
/// them. Declared input and input beyond the earned time are left out.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct KeyMemory : IStored
{
    private const double Forgetting = 1 - (1 / 60.0);
    private const double ShortestLogged = 10;

    private Moments holds;
    private Moments shortHolds;
    private Moments logIntervals;
    private ThirdMoments intervals;
    private RhythmSketch rhythms;

    /// <summary>The number of stored rhythms to compare a new one with.</summary>
    public readonly int Rhythms => rhythms.Kept;

    public readonly bool IsSound =>
        holds.IsSound && shortHolds.IsSound && logIntervals.IsSound && intervals.IsSound && rhythms.IsSound;

    public void AddHold(double hold)
    {
        holds.Fade(Forgetting);
        holds.Add(hold);
        shortHolds.Fade(Forgetting);
        shortHolds.Add(hold < KeyRhythm.ShortestTap ? 1 : 0);
    }

    public void AddInterval(double interval)
    {
        logIntervals.Fade(Forgetting);
        logIntervals.Add(Math.Log(Math.Max(interval, ShortestLogged)));
        intervals.Add(interval, Forgetting);
    }

    /// <summary>Adds a rhythm; true when its cell of this width (ms) was visited before.</summary>
    public bool Visit(double before, double hold, double interval, double cell) => rhythms.Visit(before, hold, interval, cell);

    public readonly KeyWindow Describe(in KeyWindow window)
    {
        var mean = Math.Exp(logIntervals.Mean);
        var relativeStep = window.Resolution / mean;
        return window with
        {
            RecentStrokes = Math.Min(holds.Weight, logIntervals.Weight),
            RecentHoldMean = holds.Mean,
            RecentShortHoldShare = shortHolds.Mean,
            RecentHoldVariation = holds.VariationBeyond(window.Resolution),
            RecentIntervalMean = mean,
            RecentLogIntervalDeviation = Math.Sqrt(Math.Max(0, logIntervals.Variance - (relativeStep * relativeStep / 6))),
            RecentIntervalSkewness = intervals.Skewness,
        };
    }
}
