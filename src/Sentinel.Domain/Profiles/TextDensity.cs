using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// Log density of standard scores under heavy tails: Student's t with one degree of freedom, the mean of two views: feature by feature, and of the
/// whitened scores, so that features that move together are not counted twice. Constants are left out.
/// </summary>
internal static class TextDensity
{
    /// <summary>Standard scores beyond it are pauses; they must not spread over the features after them.</summary>
    private const double Outer = 8;

    /// <param name="scores">Standard scores; overwritten.</param>
    /// <param name="logScales">Sum of ln(scale).</param>
    /// <param name="whitening">Null where features are taken as independent.</param>
    /// <returns>The two views; the same twice where features are taken as independent.</returns>
    public static (double Plain, double Whitened) Of(Span<double> scores, double logScales, Whitening? whitening)
    {
        var plain = Tails(scores) - logScales;
        if (whitening is null) return (plain, plain);
        foreach (ref var score in scores) score = Math.Clamp(score, -Outer, Outer);
        whitening.Apply(scores);
        return (plain, Tails(scores) - logScales - whitening.LogDeterminant);
    }

    private static double Tails(ReadOnlySpan<double> scores)
    {
        var sum = 0.0;
        foreach (var score in scores) sum -= Math.Log(1 + (score * score));
        return sum;
    }
}
