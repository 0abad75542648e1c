namespace Sentinel.Domain.Statistics;

/// <summary>A sum of logarithms of positive numbers, with one logarithm for as many factors as a double can hold.</summary>
public struct LogSum()
{
    private const double Large = 1e100;

    private double sum;
    private double product = 1;

    public readonly double Total => sum + Math.Log(product);

    /// <param name="factor">Between 1e-200 and 1e200.</param>
    public void Add(double factor)
    {
        product *= factor;
        if (product is <= Large and >= 1 / Large) return;
        sum += Math.Log(product);
        product = 1;
    }
}
