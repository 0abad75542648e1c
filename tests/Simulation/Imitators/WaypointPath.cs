namespace Sentinel.Simulation;

/// <summary>
/// A driver's habits: a spline through two random waypoints, a fixed number of steps, whole px, one position at each frame of a display,
/// and an exact end at the target.
/// </summary>
internal sealed class WaypointPath(Dice habits) : IPath
{
    private const double Frame = 1000.0 / 60;

    private readonly int steps = habits.Whole(25, 45);
    private readonly double stray = habits.Between(0.05, 0.2);

    public IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice)
    {
        var length = Math.Sqrt(Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2));
        (double X, double Y)[] points = [from, from, On(1.0 / 3), On(2.0 / 3), to, to];
        for (var step = 0; step <= steps; step++)
        {
            var at = 3.0 * step / steps;
            var part = Math.Min(2, (int)at);
            var (a, b, c, d, u) = (points[part], points[part + 1], points[part + 2], points[part + 3], at - part);
            var (x, y) = (Spline.At(a.X, b.X, c.X, d.X, u), Spline.At(a.Y, b.Y, c.Y, d.Y, u));
            yield return new(step * Frame, Math.Round(x), Math.Round(y));
        }

        (double X, double Y) On(double share) => (
            from.X + (share * (to.X - from.X)) + dice.Normal(0, stray * length),
            from.Y + (share * (to.Y - from.Y)) + dice.Normal(0, stray * length));
    }
}
