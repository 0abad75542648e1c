namespace Sentinel.Domain.Statistics;

/// <summary>
/// Decorrelates standard scores with the inverse of the Cholesky factor of their correlation. The factor is stored packed: n (n + 1) / 2
/// numbers.
/// </summary>
public sealed class Whitening : IStored
{
    private const double LeastPivot = 1e-6;

    /// <summary>Less than the root of the least pivot.</summary>
    private const float LeastDivisor = 1e-4f;

    private readonly float[] factor;

    private Whitening(int dimension, float[] factor) => (Dimension, this.factor) = (dimension, factor);

    public int Dimension { get; }

    /// <summary>Whether it can be inverted.</summary>
    public bool IsSound
    {
        get
        {
            for (var i = 0; i < Dimension; i++)
            {
                if (!(factor[Row(i) + i] >= LeastDivisor)) return false;
            }

            return Array.TrueForAll(factor, float.IsFinite);
        }
    }

    /// <summary>ln of the factor's determinant: half of that of the correlation.</summary>
    public double LogDeterminant
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < Dimension; i++) sum += Math.Log(factor[Row(i) + i]);
            return sum;
        }
    }

    /// <summary>The packed factor, row by row.</summary>
    public ReadOnlySpan<float> Factor => factor;

    /// <summary>Restores it from a stored factor.</summary>
    public static Whitening OfFactor(int dimension, float[] factor) =>
        factor.Length == Row(dimension)
            ? new(dimension, factor)
            : throw new ArgumentException("A factor is a packed triangle.", nameof(factor));

    public int Bytes => factor.Length * sizeof(float);

    /// <param name="correlation">A symmetric, positive definite matrix; pivots that are too small are raised.</param>
    public static Whitening Of(double[,] correlation)
    {
        var n = correlation.GetLength(0);
        var factor = new float[Row(n)];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = correlation[i, j];
                for (var k = 0; k < j; k++) sum -= (double)factor[Row(i) + k] * factor[Row(j) + k];
                factor[Row(i) + j] = (float)(i == j ? Math.Sqrt(Math.Max(sum, LeastPivot)) : sum / factor[Row(j) + j]);
            }
        }

        return new(n, factor);
    }

    /// <summary>Means of the products of standard scores, clamped to the limit.</summary>
    public static double[,] Correlation(IReadOnlyCollection<double[]> scores, double limit)
    {
        var n = scores.First().Length;
        var sums = new double[n, n];
        foreach (var score in scores)
        {
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                    sums[i, j] += Math.Clamp(score[i], -limit, limit) * Math.Clamp(score[j], -limit, limit) / scores.Count;
            }
        }

        return sums;
    }

    /// <summary>Shrinks a correlation towards its diagonal.</summary>
    public static double[,] Shrink(double[,] correlation, double share)
    {
        var n = correlation.GetLength(0);
        var shrunk = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                shrunk[i, j] = i == j ? correlation[i, j] : (1 - share) * correlation[i, j];
        }

        return shrunk;
    }

    /// <summary>Whitens standard scores in place.</summary>
    public void Apply(Span<double> scores)
    {
        for (var i = 0; i < Dimension; i++)
        {
            var sum = scores[i];
            var row = factor.AsSpan(Row(i), i + 1);
            for (var k = 0; k < i; k++) sum -= row[k] * scores[k];
            scores[i] = sum / row[i];
        }
    }

    /// <summary>Multiplies by the inverse of the matrix that was factored, in place.</summary>
    public void Solve(Span<double> values)
    {
        Apply(values);
        for (var i = Dimension - 1; i >= 0; i--)
        {
            var sum = values[i];
            for (var k = i + 1; k < Dimension; k++) sum -= factor[Row(k) + i] * values[k];
            values[i] = sum / factor[Row(i) + i];
        }
    }

    private static int Row(int i) => i * (i + 1) / 2;
}
