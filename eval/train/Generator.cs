using Sentinel.Domain.Features;

namespace Sentinel.Train;

/// <summary>
/// A model of what comes next: mixtures of normals whose parameters are the outputs of a recurrent net (a mixture density network, Bishop
/// 1994). Negative log-likelihood.
/// </summary>
internal abstract class Generator(NetShape shape, int steps, int classes, int outputs)
    : Recurrent(shape, steps, classes, outputs * (shape.Units + 1))
{
    private readonly int units = shape.Units;

    /// <param name="weights">The weights.</param>
    /// <param name="step">The step whose outputs are wanted.</param>
    /// <param name="values">Receives them.</param>
    protected void Read(float[] weights, int step, Span<float> values)
    {
        for (var i = 0; i < outputs; i++)
            values[i] = weights[OfReadOut + (outputs * units) + i] + Dot(weights.AsSpan(OfReadOut + (i * units), units), State(step));
    }

    /// <summary>Takes the gradient by the outputs of a step.</summary>
    protected void Learn(float[] weights, int step, ReadOnlySpan<float> errors)
    {
        for (var i = 0; i < outputs; i++)
        {
            AddTo(Sums.AsSpan(OfReadOut + (i * units), units), State(step), errors[i]);
            AddTo(OfStateAt(step), weights.AsSpan(OfReadOut + (i * units), units), errors[i]);
            Sums[OfReadOut + (outputs * units) + i] += errors[i];
        }
    }

    /// <summary>
    /// −ln of the mixture's density at a value, with its gradient by the outputs: weights, means, ln deviations, slopes.
    /// </summary>
    protected static double Mixture(ReadOnlySpan<float> outputs, Span<float> errors, int count, double value, double over)
    {
        Span<double> logs = stackalloc double[count];
        var (most, weightSum) = (double.NegativeInfinity, 0.0);
        for (var k = 0; k < count; k++)
            weightSum += Math.Exp(outputs[k]);
        for (var k = 0; k < count; k++)
        {
            var z = Distance(outputs, count, k, value, over);
            logs[k] = outputs[k] - Math.Log(weightSum) - LogDeviation(outputs[(2 * count) + k]) - (0.5 * z * z);
            most = Math.Max(most, logs[k]);
        }

        var density = 0.0;
        for (var k = 0; k < count; k++)
            density += Math.Exp(logs[k] - most);
        for (var k = 0; k < count; k++)
        {
            var (share, z) = (Math.Exp(logs[k] - most) / density, Distance(outputs, count, k, value, over));
            var deviation = Math.Exp(LogDeviation(outputs[(2 * count) + k]));
            errors[k] = (float)((Math.Exp(outputs[k]) / weightSum) - share);
            errors[count + k] = (float)(-share * z / deviation);
            errors[(2 * count) + k] = outputs[(2 * count) + k] is > -3 and < 2 ? (float)(share * (1 - (z * z))) : 0;
            if (!double.IsNaN(over))
                errors[(3 * count) + k] = (float)(-share * z / deviation * over);
        }

        return -most - Math.Log(density);
    }

    private static double Distance(ReadOnlySpan<float> outputs, int count, int k, double value, double over) =>
        (value - outputs[count + k] - (double.IsNaN(over) ? 0 : outputs[(3 * count) + k] * over))
        / Math.Exp(LogDeviation(outputs[(2 * count) + k]));

    private static double LogDeviation(float output) => Math.Clamp(output, -3, 2);
}
