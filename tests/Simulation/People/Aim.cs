namespace Sentinel.Simulation;

/// <summary>
/// A person's path to a target at about 60 Hz: a bowed minimum-jerk movement that falls short, an overlapping correction, and tremor.
/// </summary>
public sealed class Aim : IPath
{
    public IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice)
    {
        var (first, correction) = (dice.LogNormal(520, 0.15), dice.LogNormal(280, 0.15));
        var (reach, bow) = (dice.Between(0.86, 0.92), dice.Normal(0, 0.12));
        var (dx, dy, shakeX, shakeY) = (to.X - from.X, to.Y - from.Y, 0.0, 0.0);
        for (var t = 0.0; t < first + correction; t += 15 + dice.Between(0, 2))
        {
            var corrected = (t - 0.8 * first) / (correction + 0.2 * first);
            var share = reach * Reach.Done(Math.Clamp(t / first, 0, 1)) + (1 - reach) * Reach.Done(Math.Clamp(corrected, 0, 1));
            var side = bow * Math.Sin(Math.PI * Math.Min(1, share));
            (shakeX, shakeY) = (0.6 * shakeX + dice.Normal(0, 1.1), 0.6 * shakeY + dice.Normal(0, 1.1));
            yield return new(t, from.X + dx * share - dy * side + shakeX, from.Y + dy * share + dx * side + shakeY);
        }
    }
}
