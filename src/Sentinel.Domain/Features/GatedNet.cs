using System.Buffers.Binary;
using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sentinel.Domain.Features;

/// <summary>
/// A gated recurrent unit (Cho et al. 2014), which may have a score of each unit's value and square. Only additions, multiplications (also
/// fused) and divisions of 32-bit floats in a fixed order, so every machine computes the same.
/// </summary>
public sealed class GatedNet
{
    private const int MostUnits = 48;

    private readonly NetShape shape;
    private readonly float[] weights;

    /// <param name="shape">The sizes.</param>
    /// <param name="weights">The weights, in the order of the shape.</param>
    /// <param name="readOut">The number of the read-out's weights; null for a score's.</param>
    public GatedNet(NetShape shape, float[] weights, int? readOut = null)
    {
        var size = readOut is { } own ? shape.OfReadOut + own : shape.Size;
        if (weights.Length != size)
            throw new ArgumentException($"The net has {size} weights, not {weights.Length}.", nameof(weights));
        if (shape.Units % 16 != 0 || shape.Units > MostUnits)
            throw new ArgumentException($"A net has 16, 32 or 48 units, not {shape.Units}.", nameof(shape));
        (this.shape, this.weights) = (shape, weights);
    }

    /// <summary>The weights of a net that ships, an embedded resource: 32-bit little-endian floats.</summary>
    public static float[] Weights<TNet>()
    {
        var bytes = (byte[]?)new ResourceManager(typeof(TNet)).GetObject("Weights", CultureInfo.InvariantCulture)
            ?? throw new InvalidOperationException($"The weights of {typeof(TNet).Name} are missing from the assembly.");
        var weights = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return weights;
    }

    /// <summary>The read-out's weights.</summary>
    public ReadOnlySpan<float> ReadOut => weights.AsSpan(shape.OfReadOut);

    /// <summary>Takes one step: changes the state, one value a unit.</summary>
    /// <param name="state">The state.</param>
    /// <param name="classes">The rows of what the step is.</param>
    /// <param name="inputs">The numbers of the step.</param>
    public void Step(Span<float> state, ReadOnlySpan<int> classes, ReadOnlySpan<float> inputs)
    {
        Span<float> gates = stackalloc float[3 * MostUnits];
        Span<float> fromState = stackalloc float[3 * MostUnits];
        gates = gates[..shape.Gates];
        gates.Clear();
        foreach (var row in classes)
            Accumulate(gates, Row(row * shape.Gates), 1);
        for (var i = 0; i < inputs.Length; i++)
            Accumulate(gates, Row(shape.OfInput + (i * shape.Gates)), inputs[i]);
        for (var unit = 0; unit < shape.Units; unit += 16)
            FromState(unit, state, fromState[unit..]);
        Update(state, gates, fromState);
    }

    /// <summary>The score of a state.</summary>
    public float Score(ReadOnlySpan<float> state)
    {
        var sum = Vector256<float>.Zero;
        for (var i = 0; i < shape.Units; i += Vector256<float>.Count)
            sum += At(state, i) * (At(weights, shape.OfScore + i) + (At(state, i) * At(weights, shape.OfSquare + i)));
        var half = sum.GetLower() + sum.GetUpper();
        return half[0] + half[1] + (half[2] + half[3]) + weights[shape.Offset];
    }

    /// <summary>What the state adds to the gates of sixteen units. The sums stay in registers: most of a step's time is here.</summary>
    private void FromState(int at, ReadOnlySpan<float> state, Span<float> sums)
    {
        var (a, b, c) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (d, e, f) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (units, gates) = (shape.Units, shape.Gates);
        var (update, candidate) = ((nuint)units, 2 * (nuint)units);
        // Within the weights, whose number the constructor checks: the last row's last sixteen end where the bias begins.
        ref var row = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(weights), shape.OfState + at);
        foreach (var value in state[..units])
        {
            var factor = Vector256.Create(value);
            a = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref row), factor, a);
            b = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref row, 8), factor, b);
            c = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref row, update), factor, c);
            d = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref row, update + 8), factor, d);
            e = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref row, candidate), factor, e);
            f = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref row, candidate + 8), factor, f);
            row = ref Unsafe.Add(ref row, gates);
        }

        a.CopyTo(sums);
        b.CopyTo(sums[8..]);
        c.CopyTo(sums[units..]);
        d.CopyTo(sums[(units + 8)..]);
        e.CopyTo(sums[(2 * units)..]);
        f.CopyTo(sums[((2 * units) + 8)..]);
    }

    private void Update(Span<float> state, ReadOnlySpan<float> gates, ReadOnlySpan<float> fromState)
    {
        var units = shape.Units;
        for (var i = 0; i < units; i += Vector256<float>.Count)
        {
            var reset = Sigmoid(At(gates, i) + At(fromState, i));
            var update = Sigmoid(At(gates, units + i) + At(fromState, units + i));
            var candidate = Tanh(At(gates, (2 * units) + i) + (reset * (At(fromState, (2 * units) + i) + At(weights, shape.OfBias + i))));
            (candidate + (update * (At(state, i) - candidate))).CopyTo(state[i..]);
        }
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

    private ReadOnlySpan<float> Row(int at) => weights.AsSpan(at, shape.Gates);

    private static void Accumulate(Span<float> sums, ReadOnlySpan<float> row, float factor)
    {
        var into = MemoryMarshal.Cast<float, Vector256<float>>(sums);
        var from = MemoryMarshal.Cast<float, Vector256<float>>(row);
        var times = Vector256.Create(factor);
        for (var i = 0; i < into.Length; i++)
            into[i] = Vector256.FusedMultiplyAdd(from[i], times, into[i]);
    }

    private static Vector256<float> At(ReadOnlySpan<float> values, int at) => Vector256.Create(values[at..]);
}
