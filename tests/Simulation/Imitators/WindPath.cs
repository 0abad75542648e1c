namespace Sentinel.Simulation;

/// <summary>
/// A point that gravity pulls to the target and a changing wind pushes aside, one step per interval, and slower near the target.
/// </summary>
internal sealed class WindPath(Dice habits) : IPath
{
    private const int MostSteps = 400;

    private readonly double gravity = habits.Between(7, 11);
    private readonly double wind = habits.Between(2, 5);
    private readonly double fastest = habits.Between(12, 28);
    private readonly double interval = habits.Pick([8.0, 10, 1000.0 / 60]);

    public IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice)
    {
        var (x, y, speedX, speedY, windX, windY, limit) = (from.X, from.Y, 0.0, 0.0, 0.0, 0.0, fastest);
        for (var step = 0; step < MostSteps; step++)
        {
            var distance = Math.Sqrt(Math.Pow(to.X - x, 2) + Math.Pow(to.Y - y, 2));
            if (distance < 1)
                yield break;
            var gust = Math.Min(wind, distance);
            if (distance >= 12)
            {
                windX = (windX / Math.Sqrt(3)) + (dice.Between(-1, 1) * gust / Math.Sqrt(5));
                windY = (windY / Math.Sqrt(3)) + (dice.Between(-1, 1) * gust / Math.Sqrt(5));
            }
            else
            {
                (windX, windY) = (windX / Math.Sqrt(3), windY / Math.Sqrt(3));
                limit = Math.Max(3, limit / Math.Sqrt(5));
            }

            speedX += windX + (gravity * (to.X - x) / distance);
            speedY += windY + (gravity * (to.Y - y) / distance);
            var speed = Math.Sqrt((speedX * speedX) + (speedY * speedY));
            if (speed > limit)
            {
                var clipped = (limit / 2) + (dice.Between(0, 1) * limit / 2);
                (speedX, speedY) = (speedX / speed * clipped, speedY / speed * clipped);
            }

            (x, y) = (x + speedX, y + speedY);
            yield return new((step * interval) + dice.Between(0, 0.5), x, y);
        }
    }
}
