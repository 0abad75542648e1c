using Sentinel.Domain.Features;

namespace Sentinel.Unit.Tests;

/// <summary>A gated recurrent unit over key strokes in double precision, written as its formulas are.</summary>
internal static class GatedReference
{
    /// <returns>The state after the step.</returns>
    public static double[] Step(NetShape shape, float[] weights, double[] before, TypingStep step)
    {
        var units = shape.Units;
        return
        [
            .. Enumerable.Range(0, units).Select(unit =>
            {
                var reset = Logistic(Given(unit) + Kept(unit));
                var update = Logistic(Given(units + unit) + Kept(units + unit));
                var candidate = Math.Tanh(Given((2 * units) + unit) + (reset * (Kept((2 * units) + unit) + weights[shape.OfBias + unit])));
                return ((1 - update) * candidate) + (update * before[unit]);
            }),
        ];

        double Given(int gate) => At(0, step.Group, gate) + At(0, TypingStep.Groups + step.Before, gate)
            + (step.Hold * At(shape.OfInput, 0, gate)) + (step.Interval * At(shape.OfInput, 1, gate))
            + (step.Gap * At(shape.OfInput, 2, gate));

        double Kept(int gate) => Enumerable.Range(0, units).Sum(unit => before[unit] * At(shape.OfState, unit, gate));

        double At(int part, int row, int gate) => weights[part + (row * shape.Gates) + gate];
    }

    public static float Near(Random random) => (float)((4 * random.NextDouble()) - 2);

    /// <summary>Weights drawn with a seed.</summary>
    public static float[] Drawn(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((0.6 * random.NextDouble()) - 0.3))];
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
