namespace Sentinel.Simulation;

/// <summary>
/// A person's arm on a pointer. A movement is the sum of minimum-jerk sub-movements (Flash and Hogan 1985): one that falls short or
/// overshoots, then one or two overlapping corrections. Its duration follows Fitts' law. The path bows to one side, with an 8–12 Hz tremor
/// and motor noise that grows with speed (Harris and Wolpert 1998). The device samples with jitter and is silent while the pixel is the
/// same.
/// </summary>
internal sealed class Arm(Dice dice, double samplingMs)
{
    private readonly double _base = dice.Between(80, 180);
    private readonly double _perBit = dice.Between(90, 160);
    private readonly double _bow = dice.Normal(0, 0.05);
    private readonly double _tremor = dice.Between(0.2, 0.8);
    private readonly double _tremorHz = dice.Between(8, 12);
    private readonly double _motorNoise = dice.Between(0.12, 0.25);

    /// <summary>Factor on the tremor's size.</summary>
    public double Tremor { get; init; } = 1;

    /// <summary>Factor on the duration of movements.</summary>
    public double Slowness { get; init; } = 1;

    private readonly record struct SubMovement(double Start, double Length, double Dx, double Dy, double Bow);

    public double X { get; private set; } = dice.Between(200, 1200);

    public double Y { get; private set; } = dice.Between(150, 700);

    /// <param name="performance">Receives the samples.</param>
    /// <param name="start">ms.</param>
    /// <param name="x">The target, px.</param>
    /// <param name="y">The target, px.</param>
    /// <param name="width">The target's width, px.</param>
    /// <returns>The time at which the movement ends.</returns>
    public double MoveTo(Performance performance, double start, double x, double y, double width)
    {
        var movements = Plan(x - X, y - Y, width);
        var length = movements.Max(m => m.Start + m.Length);
        var phase = dice.Between(0, 2 * Math.PI);
        var (lastX, lastY, last) = (Math.Round(X), Math.Round(Y), length);
        var (idealX, idealY, noiseX, noiseY) = (X, Y, 0.0, 0.0);
        for (double t = samplingMs; t < length + samplingMs; t += samplingMs)
        {
            var at = Math.Max(0, t + dice.Normal(0, 0.06 * samplingMs));
            var (px, py) = Position(movements, at);
            // Velocity noise, correlated over about 20 ms of muscle; the corrections counter it.
            var blur = _motorNoise * Math.Sqrt(20 / samplingMs);
            (noiseX, noiseY) = (0.98 * noiseX + dice.Normal(0, blur) * (px - idealX), 0.98 * noiseY + dice.Normal(0, blur) * (py - idealY));
            (idealX, idealY) = (px, py);
            (px, py) = (px + noiseX, py + noiseY);
            var shake = Tremor * _tremor * Math.Sin(2 * Math.PI * _tremorHz * at / 1000 + phase);
            (px, py) = (Math.Round(px + shake + dice.Normal(0, 0.15)), Math.Round(py + 0.7 * shake + dice.Normal(0, 0.15)));
            if (px == lastX && py == lastY) continue;
            performance.Sample(start + at, px, py);
            (lastX, lastY, last) = (px, py, Math.Max(length, at));
        }

        (X, Y) = Position(movements, length);
        return start + last;
    }

    /// <summary>Clicks after a short dwell.</summary>
    /// <returns>The time of the button's release.</returns>
    public double Click(Performance performance, double start)
    {
        var down = start + dice.LogNormal(140, 0.4);
        var up = down + dice.LogNormal(85, 0.25);
        performance.Sample(down, X, Y, PointerAction.Down);
        performance.Sample(up, X, Y, PointerAction.Up);
        return up;
    }

    private List<SubMovement> Plan(double dx, double dy, double width)
    {
        var distance = Math.Max(1, Math.Sqrt(dx * dx + dy * dy));
        var length = (_base + _perBit * Math.Log2(distance / width + 1)) * dice.LogNormal(1, 0.12) * Slowness;
        var reach = dice.Between(0.84, 1.05);
        List<SubMovement> plan = [new(0, length, reach * dx, reach * dy, _bow * distance + dice.Normal(0, 0.02) * distance)];
        var (leftX, leftY, start) = ((1 - reach) * dx + dice.Normal(0, width / 8), (1 - reach) * dy + dice.Normal(0, width / 8), length);
        for (var corrections = dice.Whole(1, 2); corrections > 0; corrections--)
        {
            var share = corrections == 1 ? 1 : dice.Between(0.6, 0.9);
            var correction = dice.Between(120, 260) * Slowness;
            plan.Add(new(start - dice.Between(0.1, 0.3) * length, correction, share * leftX, share * leftY, dice.Normal(0, 0.5)));
            (leftX, leftY, start) = ((1 - share) * leftX, (1 - share) * leftY, start + correction);
        }

        return plan;
    }

    private (double X, double Y) Position(List<SubMovement> movements, double t)
    {
        var (x, y) = (X, Y);
        foreach (var m in movements)
        {
            var u = Math.Clamp((t - m.Start) / m.Length, 0, 1);
            var (done, side) = (Reach.Done(u), Reach.Bow(u) * m.Bow);
            var distance = Math.Max(1, Math.Sqrt(m.Dx * m.Dx + m.Dy * m.Dy));
            x += done * m.Dx - side * m.Dy / distance;
            y += done * m.Dy + side * m.Dx / distance;
        }

        return (x, y);
    }
}
