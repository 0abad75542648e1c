using Sentinel.Domain.Features;

namespace Sentinel.Train;

/// <summary>
/// The style net with its gradient. A share of the units is left out at random, so that no style depends on a few of them.
/// </summary>
internal sealed class StyleEncoder() : Recurrent(StyleNet.Shape, MostStrokes, classes: 2, Units * Units, StyleNet.Grain)
{
    public const int MostStrokes = 100;

    private const int Units = StyleNet.Units;
    private const double LeftOut = 0.1;

    /// <summary>Of the softmax over products of styles.</summary>
    private const float Temperature = 0.1f;

    private readonly float[] means = new float[Units];
    private readonly float[] ofMeans = new float[Units];

    /// <summary>The style of key strokes, a vector of length 1.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="strokes">The key strokes.</param>
    /// <param name="seed">Of the units that are left out.</param>
    /// <param name="style">Receives it.</param>
    /// <returns>The vector's length before.</returns>
    public float Encode(float[] weights, ReadOnlySpan<TypingStep> strokes, int seed, Span<float> style)
    {
        for (var t = 0; t < strokes.Length; t++)
        {
            var step = strokes[t];
            (Classes[2 * t], Classes[(2 * t) + 1]) = (step.Group, TypingStep.Groups + step.Before);
            (Inputs[3 * t], Inputs[(3 * t) + 1], Inputs[(3 * t) + 2]) = (step.Hold, step.Interval, step.Gap);
        }

        Forward(weights, strokes.Length);
        means.AsSpan().Clear();
        for (var t = 0; t < strokes.Length; t++)
            AddTo(means, State(t), 1f / strokes.Length);
        Leave(means, seed);
        for (var row = 0; row < Units; row++)
            style[row] = Dot(Row(weights, row), means);
        var length = MathF.Sqrt(Dot(style, style)) + 1e-9f;
        for (var row = 0; row < Units; row++)
            style[row] /= length;
        return length;
    }

    /// <summary>Adds the gradient by the style of key strokes.</summary>
    public void Learn(float[] weights, ReadOnlySpan<TypingStep> strokes, int seed, ReadOnlySpan<float> ofStyle)
    {
        Span<float> style = stackalloc float[Units];
        var length = Encode(weights, strokes, seed, style);
        var along = Dot(style, ofStyle);
        ofMeans.AsSpan().Clear();
        for (var row = 0; row < Units; row++)
        {
            var error = (ofStyle[row] - (style[row] * along)) / length;
            AddTo(Row(Sums, row), means, error);
            AddTo(ofMeans, Row(weights, row), error);
        }

        Leave(ofMeans, seed);
        for (var t = 0; t < strokes.Length; t++)
            AddTo(OfStateAt(t), ofMeans, 1f / strokes.Length);
        Backward(weights, strokes.Length);
    }

    /// <summary>Adds the loss of one style among those of a step, with its gradient by the products with the others.</summary>
    /// <param name="styles">The styles, those of one writer in a row.</param>
    /// <param name="of">Which one.</param>
    /// <param name="each">Styles of a writer.</param>
    /// <param name="errors">Receives the gradient.</param>
    public void Contrast(ReadOnlySpan<float> styles, int of, int each, Span<float> errors)
    {
        var sum = 0.0;
        for (var other = 0; other < errors.Length; other++)
        {
            errors[other] = Dot(styles.Slice(of * Units, Units), styles.Slice(other * Units, Units)) / Temperature;
            sum += other == of ? 0 : Math.Exp(errors[other]);
        }

        for (var other = 0; other < errors.Length; other++)
        {
            var share = other == of || other / each != of / each ? 0 : 1.0 / (each - 1);
            Loss -= share * (errors[other] - Math.Log(sum));
            errors[other] = other == of ? 0 : (float)(((Math.Exp(errors[other]) / sum) - share) / Temperature);
        }
    }

    private Span<float> Row(float[] values, int row) => values.AsSpan(OfReadOut + (row * Units), Units);

    private static void Leave(Span<float> values, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Units; i++)
            values[i] *= random.NextDouble() < LeftOut ? 0 : (float)(1 / (1 - LeftOut));
    }
}
