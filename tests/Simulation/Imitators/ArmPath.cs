namespace Sentinel.Simulation;

/// <summary>
/// A kinematic model of an arm: the sum of minimum-jerk sub-movements (Flash and Hogan 1985), of which one falls short or overshoots and
/// one or two overlapping ones correct it. Its duration follows Fitts' law. The path bows to one side, with an 8–12 Hz tremor and motor
/// noise that grows with speed (Harris and Wolpert 1998).
/// </summary>
internal sealed class ArmPath(Dice habits) : IPath
{
    private const double Width = 30;

    private readonly double start = habits.Between(80, 180);
    private readonly double perBit = habits.Between(90, 160);
    private readonly double bow = habits.Normal(0, 0.05);
    private readonly double tremor = habits.Between(0.2, 0.8);
    private readonly double tremorHz = habits.Between(8, 12);
    private readonly double motorNoise = habits.Between(0.12, 0.25);
    private readonly double interval = habits.Pick([8.0, 10, 1000.0 / 60]);

    private readonly record struct SubMovement(double Start, double Length, double Dx, double Dy, double Bow);

    public IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice)
    {
        var movements = Plan(to.X - from.X, to.Y - from.Y, dice);
        var length = movements.Max(m => m.Start + m.Length);
        var (phase, blur) = (dice.Between(0, 2 * Math.PI), motorNoise * Math.Sqrt(20 / interval));
        var (idealX, idealY, noiseX, noiseY) = (0.0, 0.0, 0.0, 0.0);
        for (var t = interval; t < length + interval; t += interval)
        {
            var at = Math.Max(0, t + dice.Normal(0, 0.06 * interval));
            var (x, y) = Position(movements, at);
            (noiseX, noiseY) = (0.98 * noiseX + dice.Normal(0, blur) * (x - idealX), 0.98 * noiseY + dice.Normal(0, blur) * (y - idealY));
            (idealX, idealY) = (x, y);
            var shake = tremor * Math.Sin(2 * Math.PI * tremorHz * at / 1000 + phase);
            yield return new(at, from.X + x + noiseX + shake, from.Y + y + noiseY + 0.7 * shake);
        }
    }

    private List<SubMovement> Plan(double dx, double dy, Dice dice)
    {
        var distance = Math.Max(1, Math.Sqrt(dx * dx + dy * dy));
        var length = (start + perBit * Math.Log2(distance / Width + 1)) * dice.LogNormal(1, 0.12);
        var reach = dice.Between(0.84, 1.05);
        List<SubMovement> plan = [new(0, length, reach * dx, reach * dy, bow * distance + dice.Normal(0, 0.02) * distance)];
        var (leftX, leftY, at) = ((1 - reach) * dx + dice.Normal(0, Width / 8), (1 - reach) * dy + dice.Normal(0, Width / 8), length);
        for (var corrections = dice.Whole(1, 2); corrections > 0; corrections--)
        {
            var share = corrections == 1 ? 1 : dice.Between(0.6, 0.9);
            var correction = dice.Between(120, 260);
            plan.Add(new(at - dice.Between(0.1, 0.3) * length, correction, share * leftX, share * leftY, dice.Normal(0, 0.5)));
            (leftX, leftY, at) = ((1 - share) * leftX, (1 - share) * leftY, at + correction);
        }

        return plan;
    }

    private static (double X, double Y) Position(List<SubMovement> movements, double t)
    {
        var (x, y) = (0.0, 0.0);
        foreach (var m in movements)
        {
            var u = Math.Clamp((t - m.Start) / m.Length, 0, 1);
            var (done, side) = (MinimumJerk.Done(u), MinimumJerk.Bow(u) * m.Bow);
            var distance = Math.Max(1, Math.Sqrt(m.Dx * m.Dx + m.Dy * m.Dy));
            x += done * m.Dx - side * m.Dy / distance;
            y += done * m.Dy + side * m.Dx / distance;
        }

        return (x, y);
    }
}
