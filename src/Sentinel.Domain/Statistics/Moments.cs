namespace Sentinel.Domain.Statistics;

/// <summary>
/// Running weight, sum and sum of squares, in single precision for storage. <see cref="Fade"/> before each value gives exponential
/// forgetting.
/// </summary>
public struct Moments : IStored
{
    private float sum;
    private float squares;

    /// <summary>The effective number of values; fractional after fading.</summary>
    public float Weight { get; private set; }

    public readonly double Mean => Weight > 0 ? sum / Weight : 0;

    /// <summary>Sample variance (n − 1); 0 with fewer than two values.</summary>
    public readonly double Variance => Weight > 1 ? Math.Max(0, (squares - ((double)sum * sum / Weight)) / (Weight - 1)) : 0;

    public readonly double RootMeanSquare => Weight > 0 ? Math.Sqrt(squares / Weight) : 0;

    public readonly bool IsSound => float.IsFinite(sum) && float.IsFinite(squares) && squares >= 0 && float.IsFinite(Weight) && Weight >= 0;

    public void Add(double value)
    {
        Weight++;
        sum += (float)value;
        squares += (float)(value * value);
    }

    /// <summary>Adds the values of another.</summary>
    public void Add(in Moments other)
    {
        Weight += other.Weight;
        sum += other.sum;
        squares += other.squares;
    }

    /// <summary>These values without one of them.</summary>
    public readonly Moments Without(double value) => new()
    {
        Weight = Weight - 1,
        sum = sum - (float)value,
        squares = Math.Max(0, squares - (float)(value * value)),
    };

    /// <summary>Multiplies the sums by a factor below 1.</summary>
    public void Fade(double factor)
    {
        Weight *= (float)factor;
        sum *= (float)factor;
        squares *= (float)factor;
    }

    /// <summary>
    /// Standard deviation divided by mean, without the variance that rounding to <paramref name="step"/> adds to a difference of two
    /// readings of a timer, or to the distance of two positions (two uniform errors: step² / 6).
    /// </summary>
    public readonly double VariationBeyond(double step)
    {
        var mean = Mean;
        return mean > 0 ? Math.Sqrt(Math.Max(0, Variance - (step * step / 6))) / mean : 0;
    }
}
