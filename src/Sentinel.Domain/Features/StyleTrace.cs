using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Features;

/// <summary>
/// A session's open stretch of free typing, part of the stored state: the state of the style net and its sums. It is one for all streams;
/// each stream measures its own intervals. Every 25 key strokes of it are a window.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct StyleTrace : IStored, IEquatable<StyleTrace>
{
    /// <summary>Key strokes of a stretch.</summary>
    public const int StretchStrokes = 100;

    /// <summary>Key strokes of a window.</summary>
    public const int WindowStrokes = 25;

    /// <summary>Key strokes from which on a stretch is the style of a training sample.</summary>
    private const int SampleStrokes = 50;

    private NetState state;
    private NetSums sums;
    private byte strokes;
    private float told;
    private float score;
    private byte times;
    private bool isOlder;

    public readonly bool IsSound
    {
        get
        {
            for (var i = 0; i < StyleNet.Units; i++)
            {
                if (Math.Abs((int)sums[i]) > StyleNet.Grain * strokes || state[i] < -StyleNet.Grain)
                    return false;
            }

            return strokes < StretchStrokes
                && times <= 2 * (strokes % WindowStrokes)
                && float.IsFinite(told)
                && float.IsFinite(score);
        }
    }

    /// <summary>The key strokes of the stretch.</summary>
    public readonly int Strokes => strokes;

    /// <summary>Whether the next key stroke begins another stretch.</summary>
    public readonly bool IsFull => strokes == StretchStrokes;

    /// <summary>Whether the stretch is the style of the open training sample: long enough, and not older than the sample.</summary>
    public readonly bool IsSample => strokes >= SampleStrokes && !isOlder;

    /// <summary>Whether there are key strokes since the last window. The first window has to be whole.</summary>
    public readonly bool HasOpenWindow => strokes > WindowStrokes && strokes % WindowStrokes > 0;

    /// <summary>The same stretch, after the training sample was begun anew.</summary>
    public readonly StyleTrace OfNoSample() => this with { isOlder = strokes > 0 };

    /// <summary>The style of the stretch so far.</summary>
    public readonly TypingStyle Style(StyleNet net) => net.Style(sums);

    /// <summary>Adds the table's score of a hold or an interval.</summary>
    public void Note(double nats) => (score, times) = (score + (float)nats, (byte)(times + 1));

    /// <summary>Adds the next key stroke; true when it completed a window.</summary>
    public bool Add(in TypingStep step, StyleNet net)
    {
        net.Step(state, step);
        for (var i = 0; i < StyleNet.Units; i++)
            sums[i] += state[i];
        return ++strokes % WindowStrokes == 0;
    }

    /// <summary>Closes the completed window.</summary>
    /// <param name="nats">What the stretch's style so far says, nats for an impostor; null if the user's is not known.</param>
    /// <param name="most">Nats that one window may say; the rest is left to the next ones.</param>
    public FreeTextWindow Close(double? nats, double most)
    {
        var window = new FreeTextWindow(score, times) { Style = nats - told is { } more ? Math.Clamp(more, -most, most) : null };
        told += (float)(window.Style ?? 0);
        (score, times) = (0, 0);
        return window;
    }

    public readonly bool Equals(StyleTrace other) => Bytes(this).SequenceEqual(Bytes(other));

    public override readonly bool Equals(object? obj) => obj is StyleTrace other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(strokes, told, score, times);

    public static bool operator ==(StyleTrace one, StyleTrace other) => one.Equals(other);

    public static bool operator !=(StyleTrace one, StyleTrace other) => !one.Equals(other);

    private static ReadOnlySpan<byte> Bytes(in StyleTrace trace) => MemoryMarshal.AsBytes(new ReadOnlySpan<StyleTrace>(in trace));

    [InlineArray(StyleNet.Units)]
    private struct NetState
    {
        private sbyte value;
    }

    [InlineArray(StyleNet.Units)]
    private struct NetSums
    {
        private short value;
    }
}
