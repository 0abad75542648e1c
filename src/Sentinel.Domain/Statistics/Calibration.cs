namespace Sentinel.Domain.Statistics;

/// <summary>
/// Turns a model's raw score into a log-likelihood ratio: a straight line, fitted by logistic regression on people at large (Platt 1999),
/// with scores clamped to people's range. It is fitted to means of several consecutive scores and divided by their number of windows, so
/// that the ratios of one sitting, which are not independent, can be added.
/// </summary>
/// <param name="Slope">Nats per unit of score, ≥ 0.</param>
/// <param name="Offset">Nats at score 0.</param>
/// <param name="Lowest">Lower scores count as this.</param>
/// <param name="Highest">Higher scores count as this.</param>
public sealed record Calibration(double Slope, double Offset, double Lowest, double Highest)
{
    private const int Steps = 50;
    private const double Tail = 0.01;
    private const double Ridge = 1e-3;

    /// <summary>Nats for <em>impostor</em>.</summary>
    public double At(double score) => (Slope * Math.Clamp(score, Lowest, Highest)) + Offset;

    /// <param name="genuine">Scores of people by their own models, for each sitting in order.</param>
    /// <param name="impostor">Scores by other people's models, for each sitting in order.</param>
    /// <param name="together">The number of consecutive scores to average.</param>
    /// <param name="windows">The number of windows that an average represents.</param>
    /// <returns>The calibration; null if there are too few scores.</returns>
    public static Calibration? Fit(
        IReadOnlyCollection<IReadOnlyList<double>> genuine,
        IReadOnlyCollection<IReadOnlyList<double>> impostor,
        int together,
        int windows
    )
    {
        var (lowest, highest) = (At(genuine, Tail), At(impostor, 1 - Tail));
        var (own, others) = (Means(genuine), Means(impostor));
        if (own.Length < 2 || others.Length < 2) return null;

        // Newton's method on the weighted log-likelihood, with equal weight for both classes.
        var (slope, offset) = (1.0, 0.0);
        for (var step = 0; step < Steps; step++)
        {
            var (gs, go, hss, hso, hoo) = (-Ridge * slope, 0.0, Ridge, 0.0, Ridge);
            foreach (var (scores, is1, weight) in new[] { (own, 0.0, 1.0 / own.Length), (others, 1.0, 1.0 / others.Length) })
            {
                foreach (var score in scores)
                {
                    var p = 1 / (1 + Math.Exp(-((slope * score) + offset)));
                    var (error, curvature) = (weight * (is1 - p), weight * p * (1 - p));
                    (gs, go) = (gs + (error * score), go + error);
                    (hss, hso, hoo) = (hss + (curvature * score * score), hso + (curvature * score), hoo + curvature);
                }
            }

            var determinant = (hss * hoo) - (hso * hso);
            slope += ((hoo * gs) - (hso * go)) / determinant;
            offset += ((hss * go) - (hso * gs)) / determinant;
        }

        return slope > 0 && double.IsFinite(offset) ? new(slope / windows, offset / windows, lowest, highest) : null;

        static double At(IEnumerable<IReadOnlyList<double>> sittings, double share)
        {
            var scores = sittings.SelectMany(scores => scores).Order().ToArray();
            return scores.Length == 0 ? 0 : scores[(int)(share * (scores.Length - 1))];
        }

        double[] Means(IEnumerable<IReadOnlyList<double>> sittings) =>
            [
                .. sittings.SelectMany(scores =>
                    scores
                        .Select(score => Math.Clamp(score, lowest, highest))
                        .Chunk(together)
                        .Where(chunk => chunk.Length == together)
                        .Select(chunk => chunk.Average())
                ),
            ];
    }
}
