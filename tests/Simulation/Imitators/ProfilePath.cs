namespace Sentinel.Simulation;

/// <summary>
/// Learned from people's statistics: a mean profile of speed over the way, stretched to a duration from people's distribution, along a line
/// with correlated noise to the side.
/// </summary>
internal sealed class ProfilePath(Dice habits) : IPath
{
    /// <summary>Mean speed at each twelfth of the duration, relative to the mean of the whole.</summary>
    private static readonly double[] Speed = [0.25, 0.9, 1.8, 2.3, 2.1, 1.6, 1.1, 0.75, 0.5, 0.35, 0.22, 0.13];

    private readonly double pace = habits.Between(0.8, 1.4);
    private readonly double wander = habits.Between(0.01, 0.04);
    private readonly double interval = habits.Pick([8.0, 10, 1000.0 / 60]);

    public IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice)
    {
        var (dx, dy, total) = (to.X - from.X, to.Y - from.Y, Speed.Sum());
        var duration = dice.LogNormal(650, 0.25) * pace;
        var (done, side) = (0.0, 0.0);
        for (var t = 0.0; t < duration; t += interval)
        {
            var at = Math.Min(Speed.Length - 1, t / duration * Speed.Length);
            var (low, high) = (Speed[(int)at], Speed[Math.Min(Speed.Length - 1, (int)at + 1)]);
            done += (low + ((at - (int)at) * (high - low))) * interval / duration * Speed.Length / total * dice.LogNormal(1, 0.08);
            side = (0.9 * side) + dice.Normal(0, wander * Math.Sin(Math.PI * t / duration) * 0.3);
            yield return new(t + dice.Between(0, 0.4), from.X + (done * dx) - (side * dy), from.Y + (done * dy) + (side * dx));
        }

        yield return new(duration, to.X, to.Y);
    }
}
