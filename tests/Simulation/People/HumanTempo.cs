using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sentinel.Simulation;

/// <summary>
/// A person's tempo, drawn from a model of how people type: a gated recurrent unit whose state gives mixtures of log-normals for the
/// interval before each key and for its hold (Bishop 1994). The model was fitted to 1,248 writers by eval/train; it is no recording of
/// anybody. Log-normals that do not depend on the keys before are what bots draw from, and are found.
/// </summary>
public sealed class HumanTempo : ITempo
{
    private const int Units = 48;
    private const int Gates = 3 * Units;
    private const int Groups = 12;
    private const int Person = 4;
    private const int Inputs = 3 + Person;
    private const int OfInterval = 4;
    private const int OfHold = 3;
    private const int Outputs = (3 * OfInterval) + (4 * OfHold);

    private const int InputRows = 2 * Groups * Gates;
    private const int StateRows = InputRows + (Inputs * Gates);
    private const int Bias = StateRows + (Units * Gates);
    private const int ReadOut = Bias + Units;
    private const int Offsets = ReadOut + (Outputs * Units);
    private const int People = Offsets + Outputs;
    private const int Size = People + Person + (Person * Person);

    /// <summary>The most standard deviations by which a person differs from the mean. The rare ones are personas of their own.</summary>
    private const double Usual = 1.2;

    private static readonly Lazy<float[]> Weights = new(Read);

    private readonly double[] state = new double[Units];
    private readonly double[] values = new double[Inputs];
    private readonly double[] intervalHabits = new double[Groups * Groups];
    private readonly double[] holdHabits = new double[Groups];
    private int before;

    /// <param name="person">Who types: another seed is another person.</param>
    /// <param name="slowness">A factor on the person's intervals.</param>
    /// <param name="weight">A factor on the person's holds.</param>
    public HumanTempo(Dice person, double slowness = 1, double weight = 1)
    {
        var weights = Weights.Value;
        var draws = Enumerable.Range(0, Person).Select(_ => Math.Clamp(person.Normal(0, 1), -Usual, Usual)).ToArray();
        for (var i = 0; i < Person; i++)
        {
            values[3 + i] = weights[People + i];
            for (var j = 0; j <= i; j++)
                values[3 + i] += weights[People + Person + (i * Person) + j] * draws[j];
        }

        values[3] += Math.Log(weight) / 0.5;
        values[4] += Math.Log(slowness) / 0.7;
        for (var i = 0; i < intervalHabits.Length; i++) intervalHabits[i] = person.LogNormal(1, 0.08);
        for (var i = 0; i < Groups; i++) holdHabits[i] = person.LogNormal(1, 0.06);
    }

    public (double Interval, double Hold) Next(KeyGroup key, Dice dice)
    {
        var (weights, group) = (Weights.Value, key == KeyGroup.Other ? Groups - 2 : (int)key);
        Step(weights, group);
        Span<double> outputs = stackalloc double[Outputs];
        for (var i = 0; i < Outputs; i++)
            outputs[i] = Output(weights, i);
        var interval = Draw(outputs[..(3 * OfInterval)], OfInterval, 0, dice);
        var hold = Draw(outputs[(3 * OfInterval)..], OfHold, interval, dice);
        var (ms, held) = (Math.Clamp(Math.Exp(5.1 + (0.7 * interval)), 13, 3_000), Math.Clamp(Math.Exp(4.6 + (0.5 * hold)), 20, 900));
        ms *= intervalHabits[(before * Groups) + group];
        held *= holdHabits[group];
        (values[2], values[0], values[1]) = (Math.Clamp(ms - LastHold, -500, 1_500) / 200, hold, interval);
        (before, LastHold) = (group, held);
        return (ms, held);
    }

    /// <summary>ms; the hold of the key before.</summary>
    private double LastHold { get; set; } = 100;

    private void Step(float[] weights, int group)
    {
        Span<float> sums = stackalloc float[Gates];
        Span<float> recurrent = stackalloc float[Gates];
        recurrent.Clear();
        weights.AsSpan(group * Gates, Gates).CopyTo(sums);
        Add(sums, weights.AsSpan((Groups + before) * Gates, Gates), 1);
        for (var i = 0; i < Inputs; i++)
            Add(sums, weights.AsSpan(InputRows + (i * Gates), Gates), (float)values[i]);
        for (var unit = 0; unit < Units; unit++)
            Add(recurrent, weights.AsSpan(StateRows + (unit * Gates), Gates), (float)state[unit]);
        for (var unit = 0; unit < Units; unit++)
        {
            var reset = Sigmoid(sums[unit] + recurrent[unit]);
            var update = Sigmoid(sums[Units + unit] + recurrent[Units + unit]);
            var candidate = Math.Tanh(sums[(2 * Units) + unit] + (reset * (recurrent[(2 * Units) + unit] + weights[Bias + unit])));
            state[unit] = candidate + (update * (state[unit] - candidate));
        }
    }

    private static void Add(Span<float> sums, ReadOnlySpan<float> row, float factor)
    {
        var into = MemoryMarshal.Cast<float, Vector256<float>>(sums);
        var from = MemoryMarshal.Cast<float, Vector256<float>>(row);
        var times = Vector256.Create(factor);
        for (var i = 0; i < into.Length; i++)
            into[i] += from[i] * times;
    }

    private double Output(float[] weights, int output)
    {
        double sum = weights[Offsets + output];
        for (var unit = 0; unit < Units; unit++)
            sum += weights[ReadOut + (output * Units) + unit] * state[unit];
        return sum;
    }

    /// <summary>A value of one of the mixture's normals, which the weights choose.</summary>
    private static double Draw(ReadOnlySpan<double> outputs, int count, double over, Dice dice)
    {
        var total = 0.0;
        for (var k = 0; k < count; k++) total += Math.Exp(outputs[k]);
        var (left, chosen) = (dice.Between(0, total), 0);
        while (chosen < count - 1 && (left -= Math.Exp(outputs[chosen])) > 0) chosen++;
        var slope = outputs.Length > 3 * count ? outputs[(3 * count) + chosen] * over : 0;
        return dice.Normal(outputs[count + chosen] + slope, Math.Exp(Math.Clamp(outputs[(2 * count) + chosen], -3, 2)));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static float[] Read()
    {
        using var file = typeof(HumanTempo).Assembly.GetManifestResourceStream("human-tempo.bin")
            ?? throw new InvalidOperationException("The model of people's typing is missing from the assembly.");
        var bytes = new byte[Size * sizeof(float)];
        file.ReadExactly(bytes);
        return [.. Enumerable.Range(0, Size).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float))))];
    }
}
