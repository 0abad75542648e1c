using Sentinel.Domain.Features;

namespace Sentinel.Train;

/// <summary>
/// A model of how people type: of each key stroke, the interval before it and its hold are mixtures of log-normals that depend on the keys
/// before (a mixture density network, Bishop 1994) and on four numbers of the person. Simulated people type by it. Negative log-likelihood.
/// </summary>
internal sealed class Generator() : Recurrent(Strokes, Units, Inputs, Outputs * (Units + 1))
{
    public const int Strokes = 120;
    public const int Units = 48;

    /// <summary>Last hold, interval and gap, and the person.</summary>
    public const int Inputs = 3 + Person;

    /// <summary>Means and deviations of the person's standardised holds and intervals.</summary>
    public const int Person = 4;

    /// <summary>Log-normals of the interval, each with a weight, a mean and a deviation.</summary>
    public const int OfInterval = 4;

    /// <summary>Log-normals of the hold, each with a weight, a mean, a deviation and a slope over the interval.</summary>
    public const int OfHold = 3;

    public const int Outputs = (3 * OfInterval) + (4 * OfHold);

    private readonly float[] values = new float[Strokes * Inputs];
    private readonly TypingStep[] keys = new TypingStep[Strokes];

    /// <summary>Adds a person's key strokes. The step's group is the key to come; its times are those of the key before.</summary>
    public void Add(float[] weights, ReadOnlySpan<TypingStep> strokes, ReadOnlySpan<float> person)
    {
        for (var t = 0; t < strokes.Length; t++)
        {
            keys[t] = strokes[t];
            var at = values.AsSpan(t * Inputs, Inputs);
            (at[0], at[1], at[2]) = t == 0 ? (0, 0, 0) : (strokes[t - 1].Hold, strokes[t - 1].Interval, strokes[t - 1].Gap);
            person.CopyTo(at[3..]);
        }

        Forward(weights, keys.AsSpan(0, strokes.Length), values);
        Span<float> outputs = stackalloc float[Outputs];
        Span<float> errors = stackalloc float[Outputs];
        for (var t = 1; t < strokes.Length; t++)
        {
            for (var i = 0; i < Outputs; i++)
                outputs[i] = weights[OfReadOut + (Outputs * Units) + i] + Dot(weights.AsSpan(OfReadOut + (i * Units), Units), State(t));
            Loss += Mixture(outputs[..(3 * OfInterval)], errors, OfInterval, strokes[t].Interval, double.NaN);
            Loss += Mixture(outputs[(3 * OfInterval)..], errors[(3 * OfInterval)..], OfHold, strokes[t].Hold, strokes[t].Interval);
            for (var i = 0; i < Outputs; i++)
            {
                AddTo(Sums.AsSpan(OfReadOut + (i * Units), Units), State(t), errors[i]);
                AddTo(OfStateAt(t), weights.AsSpan(OfReadOut + (i * Units), Units), errors[i]);
                Sums[OfReadOut + (Outputs * Units) + i] += errors[i];
            }
        }

        Backward(weights, keys.AsSpan(0, strokes.Length), values);
    }

    /// <summary>
    /// −ln of the mixture's density at a value, with its gradient by the outputs: weights, means, ln deviations, slopes.
    /// </summary>
    private static double Mixture(ReadOnlySpan<float> outputs, Span<float> errors, int count, double value, double over)
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
