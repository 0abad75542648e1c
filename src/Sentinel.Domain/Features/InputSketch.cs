using System.Runtime.Intrinsics;

namespace Sentinel.Domain.Features;

/// <summary>The kind of input that a sketch is of.</summary>
public enum SketchKind : byte { Keys, Stroke }

/// <summary>
/// 64 bits about the timing of five key strokes, or about the course of one pointer stroke, by which the same input is recognised when it
/// is played again: later, elsewhere on the screen, a little faster or slower, with a few ms of jitter. It holds no key, no position and
/// no time of day.
/// </summary>
/// <param name="Kind">What it is of.</param>
/// <param name="Measures">
/// Of keys: ten measures of six bits (<see cref="KeySketchTrace"/>). Of a pointer stroke: eight of eight bits, the first a direction
/// (<see cref="StrokeShape"/>).
/// </param>
public readonly record struct InputSketch(SketchKind Kind, ulong Measures)
{
    /// <summary>The distance from which sketches have nothing in common.</summary>
    public const int Farthest = 20;

    /// <summary>Up to this distance, it is the same input.</summary>
    public const int Same = 5;

    /// <summary>Bits of a measure.</summary>
    public const int BitsOfKeys = 6, BitsOfStroke = 8;

    private const byte MostPerMeasure = 6;

    private const int CellWidth = 4;

    /// <summary>Lanes that no measure uses tell the kinds apart.</summary>
    private const ulong NoKeys = 0xFFFF_FFFF_FFFF_0000;

    private static readonly Vector128<byte> Most = Vector128.Create(MostPerMeasure);

    private static readonly Vector128<byte> Direction = Vector128.CreateScalar(byte.MaxValue);

    /// <summary>The measures, one in a lane, for <see cref="Distance"/>.</summary>
    public Vector128<byte> Lanes => Kind == SketchKind.Keys
        ? Vector128.Create(Spread(Measures), (Measures >> 48 & 0x3F) | (Measures >> 54 & 0x3F) << 8).AsByte()
        : Vector128.Create(Measures, NoKeys).AsByte();

    /// <summary>
    /// A hash of the cell of a grid, four steps wide, that the measures lie in. Sketches of the same input often lie in the same cell, and
    /// others hardly ever, so an index can find candidates.
    /// </summary>
    public int Cell
    {
        get
        {
            var (lanes, hash) = (Lanes, (ulong)Kind + 1);
            for (var i = 0; i < Vector128<byte>.Count; i++)
            {
                // Each measure has another offset, so that they do not all change cells at once.
                hash = (hash ^ (ulong)((lanes[i] + (i % CellWidth)) / CellWidth)) * 0x9E37_79B9_7F4A_7C15;
                hash ^= hash >> 29;
            }

            return (int)(hash >> 32);
        }
    }

    /// <summary>
    /// Sum of the measures' differences, each at most 6, cut off at <see cref="Farthest"/>, which most input of others reaches.
    /// </summary>
    public int DistanceTo(InputSketch other) => Distance(Lanes, other.Lanes);

    /// <summary>See <see cref="DistanceTo"/>.</summary>
    public static int Distance(Vector128<byte> one, Vector128<byte> other)
    {
        var differences = Vector128.Max(one, other) - Vector128.Min(one, other);
        // Of directions, the highest is next to the lowest. The measures of keys are too small for this to matter.
        differences = Vector128.ConditionalSelect(Direction, Vector128.Min(differences, Vector128<byte>.Zero - differences), differences);
        var halves = Vector128.Min(differences, Most).AsUInt64();
        // The product's highest byte is the sum of all bytes.
        return (int)Math.Min((halves[0] + halves[1]) * 0x0101_0101_0101_0101 >> 56, Farthest);
    }

    /// <summary>Eight fields of six bits as eight bytes.</summary>
    private static ulong Spread(ulong fields)
    {
        fields = (fields & 0xFF_FFFF) | (fields & 0xFFFF_FF00_0000) << 8;
        fields = (fields & 0x0000_0FFF_0000_0FFF) | (fields & 0x00FF_F000_00FF_F000) << 4;
        return (fields & 0x003F_003F_003F_003F) | (fields & 0x0FC0_0FC0_0FC0_0FC0) << 2;
    }
}
