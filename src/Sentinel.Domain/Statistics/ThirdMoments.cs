namespace Sentinel.Domain.Statistics;

/// <summary>
/// Sums of intervals in ms up to the third order, with exponential forgetting, centred near a typical interval to keep powers small.
/// </summary>
public struct ThirdMoments : IStored
{
    private const double Centre = 150;
    private const double Scale = 100;
    private const double LeastVariance = 0.01;

    private double weight;
    private double sum;
    private double squares;
    private double cubes;

    public readonly bool IsSound =>
        double.IsFinite(weight) && weight >= 0 && double.IsFinite(sum) && double.IsFinite(squares) && double.IsFinite(cubes);

    public void Add(double value, double forgetting)
    {
        var u = (value - Centre) / Scale;
        weight = (weight * forgetting) + 1;
        sum = (sum * forgetting) + u;
        squares = (squares * forgetting) + (u * u);
        cubes = (cubes * forgetting) + (u * u * u);
    }

    /// <summary>The skewness; NaN if the values hardly vary.</summary>
    public readonly double Skewness
    {
        get
        {
            var mean = weight > 0 ? sum / weight : 0;
            var variance = weight > 0 ? (squares / weight) - (mean * mean) : 0;
            if (variance <= LeastVariance)
                return double.NaN;
            var third = (cubes / weight) - (3 * mean * squares / weight) + (2 * mean * mean * mean);
            return third / Math.Pow(variance, 1.5);
        }
    }
}
