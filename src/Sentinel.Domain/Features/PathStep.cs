namespace Sentinel.Domain.Features;

/// <summary>
/// 20 ms of a pointer stroke as the path net sees them, relative to the step before. Neither the pointer's gain nor the direction matters,
/// and speeds under a step of the positions count as noise.
/// </summary>
/// <param name="Change">How much faster than the step before: −3..3; 0 for the first step.</param>
/// <param name="Across">The turn: the cross product of both velocities, divided by both speeds and doubled, −2..2.</param>
/// <param name="Along">Their dot product, divided by both speeds, −1..1.</param>
/// <param name="Speed">The root of the speed's share of the highest so far, −1..1.</param>
/// <param name="Time">s since the stroke began, at most 1.5.</param>
public readonly record struct PathStep(float Change, float Across, float Along, float Speed, float Time)
{
    /// <param name="now">Velocity of the step; lengths in px, in any unit of time.</param>
    /// <param name="before">Velocity of the step before; of no meaning for the first.</param>
    /// <param name="highest">The highest speed before.</param>
    /// <param name="noise">The speed of one step of the positions.</param>
    /// <param name="steps">The number of steps before.</param>
    public static PathStep Of((double X, double Y) now, (double X, double Y) before, double highest, double noise, int steps)
    {
        var (speed, last) = (Length(now), Length(before));
        var share = (2 * Math.Sqrt(speed / (Math.Max(highest, speed) + noise))) - 1;
        var time = Math.Min(1.5, (steps + 1) * StrokeKinematics.Cell / 1000);
        if (steps == 0)
            return new(0, 0, 0, (float)share, (float)time);
        var scale = (speed + noise) * (last + noise);
        return new(
            (float)(3 * (speed - last) / (speed + last + (2 * noise))),
            (float)(2 * ((before.X * now.Y) - (before.Y * now.X)) / scale),
            (float)(((before.X * now.X) + (before.Y * now.Y)) / scale),
            (float)share,
            (float)time);
    }

    private static double Length((double X, double Y) velocity) => Math.Sqrt((velocity.X * velocity.X) + (velocity.Y * velocity.Y));
}
