using Sentinel.Domain.Features;

namespace Sentinel.Train;

/// <summary>
/// A net that says of a sequence how much it is like a bot's, by the sum of its steps' scores: cross-entropy.
/// </summary>
internal abstract class Discriminator(NetShape shape, int steps, int classes)
    : Recurrent(shape, steps, classes, shape.Size - shape.OfScore)
{
    private readonly NetShape shape = shape;

    /// <param name="weights">The weights.</param>
    /// <param name="length">Steps of the sequence, which is in <see cref="Recurrent.Classes"/> and <see cref="Recurrent.Inputs"/>.</param>
    /// <param name="scale">What the sum of the scores is multiplied by.</param>
    /// <param name="isBot">What it is.</param>
    protected void Learn(float[] weights, int length, double scale, bool isBot)
    {
        Forward(weights, length);
        var linear = weights.AsSpan(shape.OfScore, shape.Units);
        var square = weights.AsSpan(shape.OfSquare, shape.Units);
        var sum = length * (double)weights[shape.Offset];
        for (var t = 0; t < length; t++)
        {
            var state = State(t);
            for (var unit = 0; unit < shape.Units; unit++)
                sum += state[unit] * (linear[unit] + (state[unit] * square[unit]));
        }

        var p = 1 / (1 + Math.Exp(-sum * scale));
        Loss += -Math.Log(Math.Max(1e-9, isBot ? p : 1 - p));
        var error = (float)((p - (isBot ? 1 : 0)) * scale);
        Sums[shape.Offset] += error * length;
        for (var t = 0; t < length; t++)
        {
            var state = State(t);
            var of = OfStateAt(t);
            for (var unit = 0; unit < shape.Units; unit++)
            {
                Sums[shape.OfScore + unit] += error * state[unit];
                Sums[shape.OfSquare + unit] += error * state[unit] * state[unit];
                of[unit] = error * (linear[unit] + (2 * state[unit] * square[unit]));
            }
        }

        Backward(weights, length);
    }
}

/// <summary>Of windows of key strokes.</summary>
internal sealed class TypingDiscriminator() : Discriminator(TypingNet.Shape, TypingTrace.WindowStrokes, classes: 2)
{
    public void Add(float[] weights, ReadOnlySpan<TypingStep> window, bool isBot)
    {
        for (var t = 0; t < window.Length; t++)
        {
            var step = window[t];
            (Classes[2 * t], Classes[(2 * t) + 1]) = (step.Group, TypingStep.Groups + step.Before);
            (Inputs[3 * t], Inputs[(3 * t) + 1], Inputs[(3 * t) + 2]) = (step.Hold, step.Interval, step.Gap);
        }

        Learn(weights, window.Length, TypingNet.Scale / window.Length, isBot);
    }
}

/// <summary>Of pointer strokes.</summary>
internal sealed class PathDiscriminator() : Discriminator(PathNet.Shape, MostSteps, classes: 0)
{
    /// <summary>No stroke is longer.</summary>
    public const int MostSteps = (int)(PointerMotion.LongestStroke / StrokeKinematics.Cell) + 1;

    public void Add(float[] weights, ReadOnlySpan<PathStep> stroke, bool isBot)
    {
        var length = Math.Min(stroke.Length, MostSteps);
        for (var t = 0; t < length; t++)
        {
            var step = stroke[t];
            var at = Inputs.AsSpan(5 * t, 5);
            (at[0], at[1], at[2], at[3], at[4]) = (step.Change, step.Across, step.Along, step.Speed, step.Time);
        }

        Learn(weights, length, PathNet.Scale, isBot);
    }
}
