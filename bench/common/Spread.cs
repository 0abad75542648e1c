using System.Globalization;

namespace Sentinel.Bench;

/// <summary>The median and interquartile range of repeated measurements.</summary>
internal readonly record struct Spread(double Median, double Low, double High)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new(At(0.5), At(0.25), At(0.75));

        double At(double share)
        {
            var position = share * (sorted.Length - 1);
            var below = (int)position;
            var above = Math.Min(below + 1, sorted.Length - 1);
            return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
        }
    }

    /// <summary>Median and range with this many digits.</summary>
    public string Text(int digits)
    {
        var format = $"N{digits}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Median.ToString(format, CultureInfo.InvariantCulture)} "
                + $"[{Low.ToString(format, CultureInfo.InvariantCulture)}–{High.ToString(format, CultureInfo.InvariantCulture)}]"
        );
    }
}

/// <summary>One measurement with its target.</summary>
/// <param name="Measure">The measured quantity.</param>
/// <param name="Value">The measured value.</param>
/// <param name="Unit">The value's unit.</param>
/// <param name="Target">The bound; null if none is set.</param>
/// <param name="Better">"lower" or "higher".</param>
internal sealed record Finding(string Measure, Spread Value, string Unit, double? Target, string Better)
{
    public string Verdict =>
        Target is not { } target ? ""
        : (Better == "lower" ? Value.Median <= target : Value.Median >= target) ? "met"
        : "MISSED";
}
