using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Features;

/// <summary>
/// Key strokes that follow each other within 50 ms. A hand rolls two or three keys so fast; a scanner, a text expander or a voice program
/// types all of its text so. The run is held back from the open window until it is clear which of the two it is. Part of the stored state.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FastRun : IStored
{
    /// <summary>ms; a longer interval ends a run.</summary>
    public const double Fast = 50;

    /// <summary>Mean interval, ms, below which a run of five key strokes is a burst: 29 keys a second.</summary>
    private const double BurstInterval = 35;

    /// <summary>The same for a run of three.</summary>
    private const double ShortBurstInterval = 12;

    /// <summary>Key strokes of a burst for each report.</summary>
    private const int Report = 25;

    private Moments holds;
    private Moments intervals;
    private byte shortHolds;
    private int strokes;
    private State state;

    /// <summary>Held-back or typing, and whether that is decided.</summary>
    private enum State : byte { Open, Burst, Hand }

    public readonly bool IsSound =>
        holds.IsSound && intervals.IsSound && strokes is >= 0 and < 1 << 30 && shortHolds <= strokes && state <= State.Hand;

    /// <summary>Whether the run is a burst: typed for the person, or by a script.</summary>
    public readonly bool IsBurst => state == State.Burst;

    /// <summary>Whether the run is a hand's, so that its next key strokes need not be held back.</summary>
    public readonly bool IsOfHand => state == State.Hand;

    /// <summary>Its holds, until it is a burst or a hand's.</summary>
    public readonly Moments Holds => holds;

    /// <summary>The same for intervals.</summary>
    public readonly Moments Intervals => intervals;

    public readonly int ShortHolds => shortHolds;

    public readonly int Strokes => strokes;

    /// <summary>Whether it has key strokes of which it is not clear who typed them.</summary>
    public readonly bool IsHeldBack => state == State.Open && strokes > 0;

    /// <summary>Adds a key stroke that came fast after the one before.</summary>
    /// <param name="hold">ms; NaN if unknown.</param>
    /// <param name="interval">ms.</param>
    /// <param name="burst">What a burst has to report: at once when it is one, and then for every 25 key strokes.</param>
    /// <returns>Whether the run turned out to be a hand's.</returns>
    public bool Add(double hold, double interval, out KeyBurst burst)
    {
        burst = default;
        strokes++;
        if (state == State.Burst)
        {
            if (strokes % Report == 0)
                burst = new() { Strokes = Report, IntervalMean = intervals.Mean };
            return false;
        }

        intervals.Add(interval);
        if (!double.IsNaN(hold))
        {
            holds.Add(hold);
            shortHolds += (byte)(hold < KeyRhythm.ShortestTap ? 1 : 0);
        }

        if ((strokes >= 2 && intervals.Mean < ShortBurstInterval) || (strokes >= 4 && intervals.Mean < BurstInterval))
        {
            burst = new() { Strokes = strokes + 1, IntervalMean = intervals.Mean };
            state = State.Burst;
            return false;
        }

        if (strokes < 4)
            return false;
        state = State.Hand;
        return true;
    }
}
