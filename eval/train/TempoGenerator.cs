using Sentinel.Domain.Features;

namespace Sentinel.Train;

/// <summary>
/// A model of how people type: of each key stroke, the interval before it and its hold are mixtures of log-normals that depend on the keys
/// before and on four numbers of the person. Simulated people type by it.
/// </summary>
internal sealed class TempoGenerator() : Generator(Shape, Strokes, classes: 2, Outputs)
{
    public const int Strokes = 120;
    public const int Units = 48;

    /// <summary>Means and deviations of the person's standardised holds and intervals.</summary>
    public const int Person = 4;

    /// <summary>Log-normals of the interval, each with a weight, a mean and a deviation.</summary>
    public const int OfInterval = 4;

    /// <summary>Log-normals of the hold, each with a weight, a mean, a deviation and a slope over the interval.</summary>
    public const int OfHold = 3;

    public const int Outputs = (3 * OfInterval) + (4 * OfHold);

    /// <summary>The groups of the key and of the key before; the last hold, interval and gap, and the person.</summary>
    private static readonly NetShape Shape = new(2 * TypingStep.Groups, 3 + Person, Units);

    /// <summary>Adds a person's key strokes. The step's group is the key to come; its times are those of the key before.</summary>
    public void Add(float[] weights, ReadOnlySpan<TypingStep> strokes, ReadOnlySpan<float> person)
    {
        for (var t = 0; t < strokes.Length; t++)
        {
            (Classes[2 * t], Classes[(2 * t) + 1]) = (strokes[t].Group, TypingStep.Groups + strokes[t].Before);
            var at = Inputs.AsSpan(t * Shape.Inputs, Shape.Inputs);
            (at[0], at[1], at[2]) = t == 0 ? (0, 0, 0) : (strokes[t - 1].Hold, strokes[t - 1].Interval, strokes[t - 1].Gap);
            person.CopyTo(at[3..]);
        }

        Forward(weights, strokes.Length);
        Span<float> outputs = stackalloc float[Outputs];
        Span<float> errors = stackalloc float[Outputs];
        for (var t = 1; t < strokes.Length; t++)
        {
            Read(weights, t, outputs);
            Loss += Mixture(outputs[..(3 * OfInterval)], errors, OfInterval, strokes[t].Interval, double.NaN);
            Loss += Mixture(outputs[(3 * OfInterval)..], errors[(3 * OfInterval)..], OfHold, strokes[t].Hold, strokes[t].Interval);
            Learn(weights, t, errors);
        }

        Backward(weights, strokes.Length);
    }
}
