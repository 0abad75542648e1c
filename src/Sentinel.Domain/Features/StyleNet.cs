using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Features;

/// <summary>
/// A net over key strokes that tells people apart: the mean of its states over a stretch of typing, times a matrix, is the stretch's
/// <see cref="TypingStyle"/>. It was fitted so that stretches of one person are alike, and those of two people are not.
/// </summary>
/// <param name="weights">
/// The weights, in the order of <see cref="Shape"/>; then the matrix, row by row; then the calibrations, four numbers each: how much
/// likeness says, by the samples of the user (1, 2, 4, 8) and the windows of the stretch (1 to 4).
/// </param>
public sealed class StyleNet(float[] weights)
{
    /// <summary>Units of the state, and dimensions of a style.</summary>
    public const int Units = 48;

    /// <summary>The values of the state lie between −1 and 1, in steps of one over this.</summary>
    public const int Grain = 127;

    /// <summary>The groups of the key and of the key before; hold, interval and gap.</summary>
    public static readonly NetShape Shape = new(2 * TypingStep.Groups, 3, Units);

    private const int Matrix = Units * Units;
    private const int Numbers = 4;
    private const int Windows = StyleTrace.StretchStrokes / StyleTrace.WindowStrokes;

    private static readonly Lazy<StyleNet> FromFile = new(() => new(GatedNet.Weights<StyleNet>()));

    private readonly GatedNet net = new(Shape, weights, Size - Shape.OfReadOut);

    private readonly Calibration[] calibrations =
    [
        .. weights.Skip(OfCalibrations).Chunk(Numbers).Select(line => new Calibration(line[0], line[1], line[2], line[3])),
    ];

    /// <summary>The numbers of samples that the calibrations are for.</summary>
    public static ReadOnlySpan<int> SampleCounts => [1, 2, 4, 8];

    /// <summary>Where the calibrations begin.</summary>
    public static int OfCalibrations => Shape.OfReadOut + Matrix;

    /// <summary>The number of weights.</summary>
    public static int Size => OfCalibrations + (Numbers * SampleCounts.Length * Windows);

    /// <summary>Identifies the weights, without the calibrations: styles of two nets cannot be compared.</summary>
    public uint Id { get; } = Hash(weights.AsSpan(0, OfCalibrations));

    /// <summary>The net that ships.</summary>
    public static StyleNet Shipped => FromFile.Value;

    /// <summary>Takes one key stroke: changes the state, <see cref="Units"/> values.</summary>
    public void Step(Span<sbyte> state, in TypingStep step)
    {
        Span<float> values = stackalloc float[Units];
        for (var i = 0; i < Units; i++)
            values[i] = state[i] / (float)Grain;
        net.Step(values, [step.Group, TypingStep.Groups + step.Before], [step.Hold, step.Interval, step.Gap]);
        for (var i = 0; i < Units; i++)
            state[i] = (sbyte)MathF.Round(values[i] * Grain);
    }

    /// <summary>How much likeness to a user's samples says, in nats for an impostor; of the negative likeness.</summary>
    /// <param name="samples">The number of the user's samples, at least 1.</param>
    /// <param name="strokes">Key strokes of the stretch, a window at least.</param>
    public Calibration CalibrationOf(int samples, int strokes)
    {
        var row = 0;
        while (row + 1 < SampleCounts.Length && SampleCounts[row + 1] <= samples)
            row++;
        return calibrations[(row * Windows) + (strokes / StyleTrace.WindowStrokes) - 1];
    }

    /// <summary>The style of a stretch.</summary>
    /// <param name="sums">The sums of the states after each key stroke; their number does not matter.</param>
    public TypingStyle Style(ReadOnlySpan<short> sums)
    {
        Span<float> vector = stackalloc float[Units];
        for (var row = 0; row < Units; row++)
        {
            var sum = 0f;
            for (var i = 0; i < Units; i++)
                sum += net.ReadOut[(row * Units) + i] * sums[i];
            vector[row] = sum;
        }

        return TypingStyle.Of(vector);
    }

    /// <summary>FNV-1a of the weights' bits.</summary>
    private static uint Hash(ReadOnlySpan<float> weights)
    {
        var hash = 2_166_136_261;
        foreach (var weight in weights)
            hash = (hash ^ BitConverter.SingleToUInt32Bits(weight)) * 16_777_619;
        return hash;
    }
}
