using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Features;

/// <summary>
/// The shapes of a session's last pointer strokes, across all streams: eight measures that stay as they are when a stroke is played again
/// in another direction, larger or smaller, a little faster or slower. It holds no position and no event.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct StrokeMemory : IStored
{
    /// <summary>Strokes that are remembered.</summary>
    public const int Strokes = 20;

    private const int Measures = sizeof(ulong);

    private Shapes shapes;
    private byte next;

    public readonly bool IsSound => next < Strokes;

    /// <summary>Remembers a stroke in the place of the oldest; true if one like it was remembered before.</summary>
    public bool Add(in StrokeWindow stroke)
    {
        var (shape, found) = (Of(stroke), false);
        foreach (var other in shapes)
            found |= other != 0 && AreAlike(shape, other);
        shapes[next] = shape;
        next = (byte)((next + 1) % Strokes);
        return found;
    }

    /// <summary>Each measure as a byte, in steps that are as large as what rounding to px does to it.</summary>
    private static ulong Of(in StrokeWindow stroke)
    {
        Span<double> measures =
        [
            Math.Log(stroke.Samples) / 0.15,
            stroke.Chord / stroke.Length / 0.01,
            stroke.LineResidual / stroke.Length / 0.003,
            stroke.SpeedVariation / 0.04,
            stroke.RawSpeedVariation / 0.05,
            stroke.StepVariation / 0.05,
            stroke.IntervalVariation / 0.05,
            Math.Log(stroke.Duration) / 0.15,
        ];
        var shape = 0UL;
        foreach (var measure in measures)
            shape = (shape << 8) | (ulong)Math.Clamp(Math.Round(measure), 0, byte.MaxValue);
        return shape;
    }

    private static bool AreAlike(ulong one, ulong other)
    {
        for (var i = 0; i < Measures; i++, one >>= 8, other >>= 8)
        {
            if (Math.Abs((int)(byte)one - (byte)other) > 1)
                return false;
        }

        return true;
    }

    [InlineArray(Strokes)]
    private struct Shapes
    {
        private ulong shape;
    }
}
