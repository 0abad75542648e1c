using Sentinel.Domain.Features;
using Sentinel.Simulation;

namespace Sentinel.Train;

/// <summary>
/// A model of how people move a mouse: of each 16 ms of a reach, mixtures for the movement along and across the way that is left, and
/// whether it was the last. Simulated people move by it.
/// </summary>
internal sealed class ReachGenerator() : Generator(Shape, MostSteps, classes: 1, HumanPath.Outputs)
{
    private const int MostSteps = 160;
    private const int AcrossAt = 3 * HumanPath.OfAlong;

    private static readonly NetShape Shape = new(HumanPath.People, ReachStep.Inputs, HumanPath.Units);

    /// <summary>Adds a person's reach: positions every 16 ms.</summary>
    public void Add(float[] weights, int person, IReadOnlyList<(double X, double Y)> places)
    {
        var steps = Math.Min(MostSteps, places.Count - 1);
        Span<double> values = stackalloc double[ReachStep.Inputs];
        Span<(float Along, float Across)> moves = stackalloc (float, float)[MostSteps];
        var step = new ReachStep(places[0], places[^1]);
        for (var t = 0; t < steps; t++)
        {
            Classes[t] = person;
            step.Describe(values);
            for (var i = 0; i < values.Length; i++)
                Inputs[(t * ReachStep.Inputs) + i] = (float)values[i];
            var (along, across) = step.Towards(places[t + 1].X, places[t + 1].Y);
            moves[t] = ((float)along, (float)across);
            step = step.MovedTo(places[t + 1].X, places[t + 1].Y);
        }

        Forward(weights, steps);
        Span<float> outputs = stackalloc float[HumanPath.Outputs];
        Span<float> errors = stackalloc float[HumanPath.Outputs];
        for (var t = 0; t < steps; t++)
        {
            Read(weights, t, outputs);
            Loss += Mixture(outputs[..AcrossAt], errors, HumanPath.OfAlong, moves[t].Along, double.NaN);
            Loss += Mixture(outputs[AcrossAt..^1], errors[AcrossAt..], HumanPath.OfAcross, moves[t].Across, moves[t].Along);
            var (ended, isLast) = (1 / (1 + Math.Exp(-outputs[^1])), t == places.Count - 2);
            Loss -= Math.Log(Math.Max(1e-9, isLast ? ended : 1 - ended));
            errors[^1] = (float)(ended - (isLast ? 1 : 0));
            Learn(weights, t, errors);
        }

        Backward(weights, steps);
    }
}
