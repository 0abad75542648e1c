using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Sentinel.Domain.Features;

namespace Sentinel.Train;

/// <summary>
/// A gated recurrent unit with its gradient by back-propagation through time; the read-out is the subclass's. One for each thread; it sums
/// over the sequences that it was given. The layout of the weights is that of <see cref="GatedNet"/>, and the read-out follows.
/// </summary>
/// <param name="shape">The sizes.</param>
/// <param name="steps">The most steps of a sequence.</param>
/// <param name="classes">Classes of each step.</param>
/// <param name="readOut">Weights of the read-out.</param>
/// <param name="grain">If the units' values are whole multiples of a fraction, one over it. The gradient passes the rounding.</param>
internal abstract class Recurrent(NetShape shape, int steps, int classes, int readOut, float? grain = null)
{
    private readonly int units = shape.Units;
    private readonly int inputs = shape.Inputs;
    private readonly int gates = shape.Gates;
    private readonly float[] states = new float[(steps + 1) * shape.Units];
    private readonly float[] resets = new float[steps * shape.Units];
    private readonly float[] updates = new float[steps * shape.Units];
    private readonly float[] candidates = new float[steps * shape.Units];
    private readonly float[] inners = new float[steps * shape.Units];
    private readonly float[] ofStates = new float[steps * shape.Units];

    /// <summary>Where the read-out's weights begin.</summary>
    protected int OfReadOut => shape.OfReadOut;

    /// <summary>The number of weights.</summary>
    public int Size => OfReadOut + readOut;

    /// <summary>The gradient, summed.</summary>
    public float[] Sums { get; private set; } = [];

    /// <summary>The loss, summed.</summary>
    public double Loss { get; protected set; }

    public void Clear()
    {
        if (Sums.Length == 0)
            Sums = new float[Size];
        Sums.AsSpan().Clear();
        Loss = 0;
    }

    /// <summary>The state after a step.</summary>
    protected ReadOnlySpan<float> State(int step) => states.AsSpan((step + 1) * units, units);

    /// <summary>The gradient with respect to the state after a step; the subclass adds to it.</summary>
    protected Span<float> OfStateAt(int step) => ofStates.AsSpan(step * units, units);

    /// <summary>The classes, step by step; the subclass sets them.</summary>
    protected int[] Classes { get; } = new int[steps * classes];

    /// <summary>The inputs, step by step; the subclass sets them.</summary>
    protected float[] Inputs { get; } = new float[steps * shape.Inputs];

    protected void Forward(float[] weights, int length)
    {
        Span<float> sums = stackalloc float[gates];
        Span<float> recurrent = stackalloc float[gates];
        ofStates.AsSpan().Clear();
        for (var t = 0; t < length; t++)
        {
            sums.Clear();
            foreach (var row in Classes.AsSpan(t * classes, classes))
                AddTo(sums, weights.AsSpan(row * gates, gates), 1);
            for (var i = 0; i < inputs; i++)
                AddTo(sums, weights.AsSpan(shape.OfInput + (i * gates), gates), Inputs[(t * inputs) + i]);
            recurrent.Clear();
            var before = states.AsSpan(t * units, units);
            for (var unit = 0; unit < units; unit++)
                AddTo(recurrent, weights.AsSpan(shape.OfState + (unit * gates), gates), before[unit]);
            for (var i = 0; i < units; i += 8)
            {
                var reset = GatedNet.Sigmoid(At(sums, i) + At(recurrent, i));
                var update = GatedNet.Sigmoid(At(sums, units + i) + At(recurrent, units + i));
                var inner = At(recurrent, (2 * units) + i) + At(weights, shape.OfBias + i);
                var candidate = GatedNet.Tanh(At(sums, (2 * units) + i) + (reset * inner));
                reset.CopyTo(resets, (t * units) + i);
                update.CopyTo(updates, (t * units) + i);
                candidate.CopyTo(candidates, (t * units) + i);
                inner.CopyTo(inners, (t * units) + i);
                var next = candidate + (update * (At(before, i) - candidate));
                (grain is { } parts ? Vector256.Round(next * parts) / parts : next).CopyTo(states, ((t + 1) * units) + i);
            }
        }
    }

    protected void Backward(float[] weights, int length)
    {
        Span<float> later = stackalloc float[units];
        Span<float> sums = stackalloc float[gates];
        Span<float> recurrent = stackalloc float[gates];
        var one = Vector256<float>.One;
        later.Clear();
        for (var t = length - 1; t >= 0; t--)
        {
            var before = states.AsSpan(t * units, units);
            for (var i = 0; i < units; i += 8)
            {
                var (reset, update) = (At(resets, (t * units) + i), At(updates, (t * units) + i));
                var (candidate, inner) = (At(candidates, (t * units) + i), At(inners, (t * units) + i));
                var ofState = At(later, i) + At(ofStates, (t * units) + i);
                var ofUpdate = ofState * (At(before, i) - candidate) * update * (one - update);
                var ofCandidate = ofState * (one - update) * (one - (candidate * candidate));
                var ofReset = ofCandidate * inner * reset * (one - reset);
                ofReset.CopyTo(sums[i..]);
                ofUpdate.CopyTo(sums[(units + i)..]);
                ofCandidate.CopyTo(sums[((2 * units) + i)..]);
                ofReset.CopyTo(recurrent[i..]);
                ofUpdate.CopyTo(recurrent[(units + i)..]);
                (ofCandidate * reset).CopyTo(recurrent[((2 * units) + i)..]);
                (At(Sums, shape.OfBias + i) + (ofCandidate * reset)).CopyTo(Sums, shape.OfBias + i);
                (ofState * update).CopyTo(later[i..]);
            }

            foreach (var row in Classes.AsSpan(t * classes, classes))
                AddTo(Sums.AsSpan(row * gates, gates), sums, 1);
            for (var i = 0; i < inputs; i++)
                AddTo(Sums.AsSpan(shape.OfInput + (i * gates), gates), sums, Inputs[(t * inputs) + i]);
            for (var unit = 0; unit < units; unit++)
            {
                later[unit] += Dot(weights.AsSpan(shape.OfState + (unit * gates), gates), recurrent);
                AddTo(Sums.AsSpan(shape.OfState + (unit * gates), gates), recurrent, before[unit]);
            }
        }
    }

    protected static void AddTo(Span<float> sums, ReadOnlySpan<float> row, float factor)
    {
        var into = MemoryMarshal.Cast<float, Vector256<float>>(sums);
        var from = MemoryMarshal.Cast<float, Vector256<float>>(row);
        var times = Vector256.Create(factor);
        for (var i = 0; i < into.Length; i++)
            into[i] = Vector256.FusedMultiplyAdd(from[i], times, into[i]);
    }

    protected static float Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var a = MemoryMarshal.Cast<float, Vector256<float>>(one);
        var b = MemoryMarshal.Cast<float, Vector256<float>>(other);
        var sum = Vector256<float>.Zero;
        for (var i = 0; i < a.Length; i++)
            sum = Vector256.FusedMultiplyAdd(a[i], b[i], sum);
        return Vector256.Sum(sum);
    }

    private static Vector256<float> At(ReadOnlySpan<float> values, int at) => Vector256.Create(values[at..]);
}
