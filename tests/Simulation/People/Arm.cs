namespace Sentinel.Simulation;

/// <summary>
/// A person's arm on a pointer: <see cref="HumanPath"/>, as a device samples it, with jitter and silent while the pixel is the same.
/// </summary>
internal sealed class Arm(Dice dice, double samplingMs)
{
    private readonly HumanPath _path = new(dice);
    private readonly double _tremor = dice.Between(0.2, 0.8);
    private readonly double _tremorHz = dice.Between(8, 12);

    /// <summary>Size of a tremor, as a multiple of the usual one.</summary>
    public double Tremor { get; init; } = 1;

    /// <summary>Factor on the duration of movements.</summary>
    public double Slowness { get; init; } = 1;

    public double X { get; private set; } = dice.Between(200, 1200);

    public double Y { get; private set; } = dice.Between(150, 700);

    /// <param name="performance">Receives the samples.</param>
    /// <param name="start">ms.</param>
    /// <param name="x">The target, px.</param>
    /// <param name="y">The target, px.</param>
    /// <returns>The time at which the movement ends.</returns>
    public double MoveTo(Performance performance, double start, double x, double y)
    {
        var way = Track.Of((X, Y), _path.Between((X, Y), (x, y), dice), Slowness);
        var (phase, last) = (dice.Between(0, 2 * Math.PI), 0.0);
        var (lastX, lastY) = (Math.Round(X), Math.Round(Y));
        for (var t = samplingMs; t < way.Length + samplingMs; t += samplingMs)
        {
            var at = Math.Max(0, t + dice.Normal(0, 0.06 * samplingMs));
            var (px, py) = way.At(at);
            // The usual tremor is part of the model.
            var shake = (Tremor - 1) * _tremor * Math.Sin((2 * Math.PI * _tremorHz * at / 1000) + phase);
            (px, py) = (Math.Round(px + shake), Math.Round(py + (0.7 * shake)));
            if (px == lastX && py == lastY) continue;
            performance.Sample(start + at, px, py);
            (lastX, lastY, last) = (px, py, at);
        }

        (X, Y) = way.At(way.Length);
        return start + Math.Max(last, way.Length);
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
}
