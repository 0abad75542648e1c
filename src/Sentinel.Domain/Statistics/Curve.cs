namespace Sentinel.Domain.Statistics;

/// <summary>A piecewise-linear map, constant beyond its ends; most often from a feature to a log-likelihood ratio.</summary>
public sealed class Curve
{
    private readonly double[] xs;
    private readonly double[] ys;

    /// <param name="knots">At least one point, ascending by x.</param>
    public Curve(params (double X, double Y)[] knots)
    {
        xs = Array.ConvertAll(knots, k => k.X);
        ys = Array.ConvertAll(knots, k => k.Y);
        for (var i = 1; i < xs.Length; i++)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(xs[i], xs[i - 1], nameof(knots));
    }

    /// <summary>The points between which the map is linear, ascending by x.</summary>
    public IEnumerable<(double X, double Y)> Knots => xs.Zip(ys);

    public double At(double x)
    {
        if (x <= xs[0])
            return ys[0];
        for (var i = 1; i < xs.Length; i++)
        {
            if (x <= xs[i])
                return ys[i - 1] + ((ys[i] - ys[i - 1]) * (x - xs[i - 1]) / (xs[i] - xs[i - 1]));
        }

        return ys[^1];
    }
}
