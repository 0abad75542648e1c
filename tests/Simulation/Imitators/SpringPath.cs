namespace Sentinel.Simulation;

/// <summary>A control loop: a damped spring pulls the pointer to the target, which it sees late and not quite exactly.</summary>
internal sealed class SpringPath(Dice habits) : IPath
{
    private const double Step = 4;
    private const int MostSteps = 400;

    private readonly double stiffness = habits.Between(60, 140);
    private readonly double damping = habits.Between(0.75, 1.05);
    private readonly double force = habits.Between(40, 150);
    private readonly int every = habits.Whole(2, 4);

    public IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice)
    {
        var (x, y, speedX, speedY) = (from.X, from.Y, 0.0, 0.0);
        var (seenX, seenY) = (to.X + dice.Normal(0, 12), to.Y + dice.Normal(0, 12));
        for (var step = 0; step < MostSteps; step++)
        {
            if (step % 40 == 39)
                (seenX, seenY) = (to.X + dice.Normal(0, 2), to.Y + dice.Normal(0, 2));
            var brake = 2 * damping * Math.Sqrt(stiffness);
            speedX += ((stiffness * (seenX - x)) - (brake * speedX) + dice.Normal(0, force)) * Step / 1000;
            speedY += ((stiffness * (seenY - y)) - (brake * speedY) + dice.Normal(0, force)) * Step / 1000;
            (x, y) = (x + (speedX * Step / 1000), y + (speedY * Step / 1000));
            if (step % every == 0)
                yield return new(step * Step, x, y);
            if (step > 60 && Math.Abs(to.X - x) + Math.Abs(to.Y - y) < 4)
                yield break;
        }
    }
}
