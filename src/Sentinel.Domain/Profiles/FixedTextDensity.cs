using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Profiles;

/// <summary>
/// Log density of an entry under heavy tails, Student's t with one degree of freedom, in three views. Constants are left out.
/// </summary>
/// <param name="Plain">The density feature by feature.</param>
/// <param name="Whitened">
/// The density of the whitened scores, so that correlated features are not counted twice; equal to the plain one if features are
/// independent.
/// </param>
/// <param name="Reach">
/// The density of ln(interval) − ln(hold) of each key stroke except the last: whether a key is released before the next press, which stays
/// constant while people's pace changes. Location and scale follow from those of the two.
/// </param>
internal readonly record struct FixedTextDensity(double Plain, double Whitened, double Reach)
{
    /// <summary>Standard scores beyond it are pauses, which must not affect the features after them.</summary>
    private const double Outer = 8;

    /// <summary>Sums of ln(scale) over the features, and over the reaches.</summary>
    internal readonly record struct LogScales(double Features, double Reaches)
    {
        public static LogScales Of(ReadOnlySpan<double> scales)
        {
            var (features, reaches) = (new LogSum(), new LogSum());
            for (var i = 0; i < scales.Length; i++)
            {
                features.Add(scales[i]);
                if (i % 2 == 1) reaches.Add(ReachVariance(scales, i));
            }

            return new(features.Total, reaches.Total / 2);
        }
    }

    /// <param name="scores">Standard scores; overwritten.</param>
    /// <param name="scales">The scales that they were divided by.</param>
    /// <param name="logScales">The sums of the scales' logarithms.</param>
    /// <param name="whitening">The whitening; null if features are independent.</param>
    public static FixedTextDensity Of(Span<double> scores, ReadOnlySpan<double> scales, LogScales logScales, Whitening? whitening)
    {
        var tails = new LogSum();
        for (var i = 1; i < scores.Length; i += 2)
        {
            var difference = (scores[i] * scales[i]) - (scores[i - 1] * scales[i - 1]);
            tails.Add(1 + (difference * difference / ReachVariance(scales, i)));
        }

        var reach = -tails.Total - logScales.Reaches;
        var plain = Tails(scores) - logScales.Features;
        if (whitening is null) return new(plain, plain, reach);
        foreach (ref var score in scores) score = Math.Clamp(score, -Outer, Outer);
        whitening.Apply(scores);
        return new(plain, Tails(scores) - logScales.Features - whitening.LogDeterminant, reach);
    }

    private static double ReachVariance(ReadOnlySpan<double> scales, int interval) =>
        (scales[interval] * scales[interval]) + (scales[interval - 1] * scales[interval - 1]);

    private static double Tails(ReadOnlySpan<double> scores)
    {
        var tails = new LogSum();
        foreach (var score in scores) tails.Add(1 + (score * score));
        return -tails.Total;
    }
}
