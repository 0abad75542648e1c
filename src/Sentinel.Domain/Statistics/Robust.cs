namespace Sentinel.Domain.Statistics;

/// <summary>Location and scale that are robust against outliers.</summary>
public static class Robust
{
    /// <summary>Factor from median absolute deviation to standard deviation for normal values.</summary>
    private const double ToDeviation = 1.4826;

    /// <summary>The weighted median: half of the weight is at or below it; NaN without values.</summary>
    public static double Median(IEnumerable<(double Value, double Weight)> values)
    {
        var ordered = values.OrderBy(pair => pair.Value).ToArray();
        var half = ordered.Sum(pair => pair.Weight) / 2;
        var sum = 0.0;
        foreach (var (value, weight) in ordered)
        {
            sum += weight;
            if (sum >= half) return value;
        }

        return double.NaN;
    }

    public static double Median(IEnumerable<double> values) => Median(values.Select(value => (value, 1.0)));

    /// <summary>The scaled median absolute deviation from a location.</summary>
    public static double Deviation(IReadOnlyCollection<double> values, double location) =>
        ToDeviation * Median(values.Select(value => Math.Abs(value - location)));
}
