using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sentinel.Simulation;

/// <summary>
/// A gated recurrent unit whose state gives mixtures of normals for what a person does next (Bishop 1994). Fitted by eval/train; it is no
/// recording of anybody. The weights are rows of classes, of inputs and of the state, the bias, and a read-out of each output.
/// </summary>
/// <param name="weights">The weights; more may follow.</param>
/// <param name="classes">Rows for what a step is.</param>
/// <param name="inputs">Numbers of a step.</param>
/// <param name="units">Units of the state.</param>
/// <param name="outputs">Outputs of a step.</param>
internal sealed class PeopleNet(float[] weights, int classes, int inputs, int units, int outputs)
{
    private readonly int gates = 3 * units;
    private readonly int ofInput = classes * 3 * units;
    private readonly int ofState = (classes + inputs) * 3 * units;
    private readonly int ofBias = (classes + inputs + units) * 3 * units;
    private readonly double[] state = new double[units];

    /// <summary>Where the weights of this net end.</summary>
    public static int Size(int classes, int inputs, int units, int outputs) =>
        ((classes + inputs + units) * 3 * units) + units + (outputs * (units + 1));

    /// <summary>Takes a step and gives its outputs.</summary>
    public void Step(ReadOnlySpan<int> rows, ReadOnlySpan<double> values, Span<double> results)
    {
        Span<float> sums = stackalloc float[gates];
        Span<float> recurrent = stackalloc float[gates];
        sums.Clear();
        recurrent.Clear();
        foreach (var row in rows)
            Add(sums, weights.AsSpan(row * gates, gates), 1);
        for (var i = 0; i < inputs; i++)
            Add(sums, weights.AsSpan(ofInput + (i * gates), gates), (float)values[i]);
        for (var unit = 0; unit < units; unit++)
            Add(recurrent, weights.AsSpan(ofState + (unit * gates), gates), (float)state[unit]);
        for (var unit = 0; unit < units; unit++)
        {
            var reset = Sigmoid(sums[unit] + recurrent[unit]);
            var update = Sigmoid(sums[units + unit] + recurrent[units + unit]);
            var candidate = Math.Tanh(sums[(2 * units) + unit] + (reset * (recurrent[(2 * units) + unit] + weights[ofBias + unit])));
            state[unit] = candidate + (update * (state[unit] - candidate));
        }

        for (var i = 0; i < outputs; i++)
            results[i] = Output(i);
    }

    /// <summary>A value of one of a mixture's normals, which the weights choose.</summary>
    /// <param name="outputs">Weights, means, deviations and, if the mixture has them, slopes.</param>
    /// <param name="count">Normals of the mixture.</param>
    /// <param name="over">What the slopes are multiplied by.</param>
    /// <param name="dice">The source of randomness.</param>
    public static double Draw(ReadOnlySpan<double> outputs, int count, double over, Dice dice)
    {
        var total = 0.0;
        for (var k = 0; k < count; k++) total += Math.Exp(outputs[k]);
        var (left, chosen) = (dice.Between(0, total), 0);
        while (chosen < count - 1 && (left -= Math.Exp(outputs[chosen])) > 0) chosen++;
        var slope = outputs.Length > 3 * count ? outputs[(3 * count) + chosen] * over : 0;
        return dice.Normal(outputs[count + chosen] + slope, Math.Exp(Math.Clamp(outputs[(2 * count) + chosen], -3, 2)));
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Weights from this assembly, 32-bit little-endian floats.</summary>
    public static float[] Read(string file, int size)
    {
        using var stream = typeof(PeopleNet).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is missing from the assembly.");
        var bytes = new byte[size * sizeof(float)];
        stream.ReadExactly(bytes);
        return [.. Enumerable.Range(0, size).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float))))];
    }

    private static void Add(Span<float> sums, ReadOnlySpan<float> row, float factor)
    {
        var into = MemoryMarshal.Cast<float, Vector256<float>>(sums);
        var from = MemoryMarshal.Cast<float, Vector256<float>>(row);
        var times = Vector256.Create(factor);
        for (var i = 0; i < into.Length; i++)
            into[i] += from[i] * times;
    }

    private double Output(int output)
    {
        var at = ofBias + units;
        double sum = weights[at + (outputs * units) + output];
        for (var unit = 0; unit < units; unit++)
            sum += weights[at + (output * units) + unit] * state[unit];
        return sum;
    }
}
