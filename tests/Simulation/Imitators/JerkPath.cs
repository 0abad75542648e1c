namespace Sentinel.Simulation;

/// <summary>
/// The textbook's arm: one straight minimum-jerk movement (Flash and Hogan 1985), as long as Fitts' law says, without noise.
/// </summary>
internal sealed class JerkPath(Dice habits) : IPath
{
    private readonly (double Base, double PerBit) fitts = (habits.Between(80, 200), habits.Between(90, 160));

    public IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var duration = fitts.Base + (fitts.PerBit * Math.Log2((Math.Sqrt((dx * dx) + (dy * dy)) / 30) + 1));
        for (var t = 0.0; t <= duration + 8; t += 8)
        {
            var share = MinimumJerk.Done(Math.Min(1, t / duration));
            yield return new(t + dice.Between(0, 0.4), from.X + (share * dx), from.Y + (share * dy));
        }
    }
}
