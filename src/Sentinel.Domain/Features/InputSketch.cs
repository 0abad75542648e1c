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

    /// <summary>Bits of a measure.</summary>
    public const int BitsOfKeys = 6, BitsOfStroke = 8;

    private const int MostPerMeasure = 6;

    /// <summary>
    /// Sum of the measures' differences, each at most 6, cut off at <see cref="Farthest"/>, which most input of others reaches.
    /// </summary>
    public int DistanceTo(InputSketch other)
    {
        if (Kind != other.Kind)
            return Farthest;
        var (one, two, bits, sum) = (Measures, other.Measures, BitsOfKeys, 0);
        if (Kind == SketchKind.Stroke)
        {
            // A direction: the highest value is next to the lowest.
            sum = Math.Min(MostPerMeasure, Math.Abs((int)(sbyte)((byte)one - (byte)two)));
            (one, two, bits) = (one >> BitsOfStroke, two >> BitsOfStroke, BitsOfStroke);
        }

        for (; (one | two) != 0 && sum < Farthest; one >>= bits, two >>= bits)
        {
            var mask = (1UL << bits) - 1;
            sum += Math.Min(MostPerMeasure, Math.Abs((int)(one & mask) - (int)(two & mask)));
        }

        return Math.Min(sum, Farthest);
    }
}
