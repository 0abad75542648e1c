using System.Buffers.Binary;
using System.Globalization;
using System.Resources;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sentinel.Domain.Features;

/// <summary>
/// A gated recurrent unit (Cho et al. 2014) over key strokes. It tells people's typing from generated typing. Each key stroke adds a score;
/// the mean over a window is the window's score. Only additions, multiplications and divisions of 32-bit floats in a fixed order, so every
/// machine computes the same.
/// </summary>
public sealed class TypingNet
{
    /// <summary>Units of the hidden state.</summary>
    public const int Units = 32;

    /// <summary>The gates of all units: reset, update, candidate.</summary>
    public const int Gates = 3 * Units;

    /// <summary>What a window's mean score is multiplied by: the log odds of the training.</summary>
    public const float Scale = 10;

    /// <summary>hold, interval and gap.</summary>
    public const int Inputs = 3;

    /// <summary>Offsets of the parts in the weights: by group, by group before, of inputs, recurrent, and the read-out.</summary>
    public const int OfGroup = 0;
    public const int OfBefore = OfGroup + (TypingStep.Groups * Gates);
    public const int OfInput = OfBefore + (TypingStep.Groups * Gates);
    public const int OfState = OfInput + (Inputs * Gates);
    public const int OfBias = OfState + (Units * Gates);
    public const int OfScore = OfBias + Units;
    public const int OfSquare = OfScore + Units;
    public const int Offset = OfSquare + Units;

    /// <summary>The number of weights.</summary>
    public const int Size = Offset + 1;

    private static readonly Lazy<TypingNet> FromFile = new(Read);

    private readonly float[] weights;

    /// <summary>The net that ships.</summary>
    public static TypingNet Shipped => FromFile.Value;

    /// <param name="weights"><see cref="Size"/> weights.</param>
    public TypingNet(float[] weights)
    {
        if (weights.Length != Size)
            throw new ArgumentException($"The typing net has {Size} weights, not {weights.Length}.", nameof(weights));
        this.weights = weights;
    }

    /// <summary>Takes one key stroke: changes the state, <see cref="Units"/> values, and returns the key stroke's score.</summary>
    public float Step(Span<float> state, in TypingStep step)
    {
        Span<float> gates = stackalloc float[Gates];
        Span<float> fromState = stackalloc float[Gates];
        Row(OfGroup + (step.Group * Gates)).CopyTo(gates);
        Accumulate(gates, Row(OfBefore + (step.Before * Gates)), 1);
        Accumulate(gates, Row(OfInput), step.Hold);
        Accumulate(gates, Row(OfInput + Gates), step.Interval);
        Accumulate(gates, Row(OfInput + (2 * Gates)), step.Gap);
        for (var gate = 0; gate < Gates; gate += Units)
            FromState(gate, state, fromState[gate..]);
        return Update(state, gates, fromState);
    }

    /// <summary>What the state adds to one of the three gates. Its sums stay in registers: most of a key stroke's time is here.</summary>
    private void FromState(int gate, ReadOnlySpan<float> state, Span<float> sums)
    {
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (var unit = 0; unit < Units; unit++)
        {
            var row = MemoryMarshal.Cast<float, Vector256<float>>(weights.AsSpan(OfState + (unit * Gates) + gate, Units));
            var factor = Vector256.Create(state[unit]);
            a += row[0] * factor;
            b += row[1] * factor;
            c += row[2] * factor;
            d += row[3] * factor;
        }

        a.CopyTo(sums);
        b.CopyTo(sums[8..]);
        c.CopyTo(sums[16..]);
        d.CopyTo(sums[24..]);
    }

    private float Update(Span<float> state, ReadOnlySpan<float> gates, ReadOnlySpan<float> fromState)
    {
        var sum = Vector256<float>.Zero;
        for (var i = 0; i < Units; i += Vector256<float>.Count)
        {
            var reset = Sigmoid(At(gates, i) + At(fromState, i));
            var update = Sigmoid(At(gates, Units + i) + At(fromState, Units + i));
            var candidate = Tanh(At(gates, (2 * Units) + i) + (reset * (At(fromState, (2 * Units) + i) + At(weights, OfBias + i))));
            var next = candidate + (update * (At(state, i) - candidate));
            next.CopyTo(state[i..]);
            sum += next * (At(weights, OfScore + i) + (next * At(weights, OfSquare + i)));
        }

        var half = sum.GetLower() + sum.GetUpper();
        return half[0] + half[1] + (half[2] + half[3]) + weights[Offset];
    }

    /// <summary>1 / (1 + exp(−x)).</summary>
    public static Vector256<float> Sigmoid(Vector256<float> x) =>
        Vector256.Create(0.5f) + (Vector256.Create(0.5f) * Tanh(x * Vector256.Create(0.5f)));

    /// <summary>The hyperbolic tangent by the seventh convergent of its continued fraction (Lambert), within 0.0001.</summary>
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(-4.97f)), Vector256.Create(4.97f));
        var square = x * x;
        var over = x * (Vector256.Create(135_135f)
            + (square * (Vector256.Create(17_325f) + (square * (Vector256.Create(378f) + square)))));
        var under = Vector256.Create(135_135f)
            + (square * (Vector256.Create(62_370f) + (square * (Vector256.Create(3_150f) + (square * Vector256.Create(28f))))));
        return over / under;
    }

    private static TypingNet Read()
    {
        var bytes = (byte[]?)new ResourceManager(typeof(TypingNet)).GetObject("Weights", CultureInfo.InvariantCulture)
            ?? throw new InvalidOperationException("The typing net is missing from the assembly.");
        var weights = new float[Size];
        for (var i = 0; i < Size; i++)
            weights[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return new(weights);
    }

    private ReadOnlySpan<float> Row(int at) => weights.AsSpan(at, Gates);

    private static void Accumulate(Span<float> sums, ReadOnlySpan<float> row, float factor)
    {
        var into = MemoryMarshal.Cast<float, Vector256<float>>(sums);
        var from = MemoryMarshal.Cast<float, Vector256<float>>(row);
        var times = Vector256.Create(factor);
        for (var i = 0; i < into.Length; i++)
            into[i] += from[i] * times;
    }

    private static Vector256<float> At(ReadOnlySpan<float> values, int at) => Vector256.Create(values[at..]);
}
