using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Features;

/// <summary>
/// A session's last five key strokes of typing, as intervals and holds in steps of 0.1 ms, part of the stored state. Where the middle
/// interval is the longest, they make a sketch. So the places of sketches come from the input itself, and lost or added key strokes change
/// only those near them.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct KeySketchTrace : IStored
{
    private const int Around = 2;

    private const int Length = (2 * Around) + 1;

    private const double PerMs = 10;

    /// <summary>
    /// By which measures are rounded: intervals as shares of their mean without the longest, holds of theirs, and ln of the longest's
    /// share.
    /// </summary>
    private const double IntervalStep = 0.05, HoldStep = 0.05, PauseStep = 0.05;

    private const int HighestMeasure = (1 << InputSketch.BitsOfKeys) - 1;

    /// <summary>
    /// The least sum of deviations from the mean, in rounded measures. Someone who taps one key steadily deviates by less, and one such
    /// tapping is like another.
    /// </summary>
    private const double LeastDeviation = 27;

    private Times intervals;
    private Times holds;
    private byte strokes;

    public readonly bool IsSound => strokes <= Length;

    /// <summary>Adds the next key stroke; returns a sketch if one is complete.</summary>
    /// <param name="interval">ms since the last press; NaN if unknown.</param>
    /// <param name="hold">ms; NaN if unknown.</param>
    public InputSketch? Add(double interval, double hold)
    {
        for (var i = 1; i < Length; i++)
            (intervals[i - 1], holds[i - 1]) = (intervals[i], holds[i]);
        (intervals[^1], holds[^1]) = (Stored(interval, ushort.MaxValue), Stored(hold, 0));
        strokes = (byte)Math.Min(strokes + 1, Length);
        return strokes == Length ? Sketch() : null;
    }

    private static ushort Stored(double ms, ushort unknown) =>
        double.IsNaN(ms) ? unknown : (ushort)Math.Clamp(ms * PerMs, 1, ushort.MaxValue);

    private readonly InputSketch? Sketch()
    {
        var (interval, hold) = (0.0, 0.0);
        for (var i = 0; i < Length; i++)
        {
            if (holds[i] == 0 || (i != Around && (intervals[i] >= intervals[Around] || intervals[i] > KeyRhythm.Pause * PerMs)))
                return null;
            (interval, hold) = (interval + (i == Around ? 0 : intervals[i]), hold + holds[i]);
        }

        (interval, hold) = (interval / (Length - 1), hold / Length);
        var (measures, deviation) = (0UL, 0.0);
        for (var i = 0; i < Length; i++)
        {
            if (i != Around)
                Append(intervals[i] / interval / IntervalStep, 1 / IntervalStep);
            Append(holds[i] / hold / HoldStep, 1 / HoldStep);
        }

        if (deviation < LeastDeviation)
            return null;
        Append(Math.Log(intervals[Around] / interval) / PauseStep, 0);
        return new(SketchKind.Keys, measures);

        void Append(double share, double usual)
        {
            var measure = Math.Min(Math.Round(share), HighestMeasure);
            measures = (measures << InputSketch.BitsOfKeys) | (ulong)measure;
            deviation += Math.Abs(measure - usual);
        }
    }

    [InlineArray(Length)]
    private struct Times
    {
        private ushort time;
    }
}
