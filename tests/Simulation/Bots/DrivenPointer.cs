namespace Sentinel.Simulation;

/// <summary>A pointer that follows a formula, one step per interval, and then clicks immediately. Shared by the mouse bots.</summary>
internal sealed class DrivenPointer(Dice dice)
{
    private readonly double _interval = dice.Pick([8.0, 10, 1000.0 / 60]);

    public Performance Performance { get; } = new();

    public double Now { get; set; }

    /// <param name="steps">Number of samples.</param>
    /// <param name="at">The position at 0..1 of the path.</param>
    public void Follow(int steps, Func<double, (double X, double Y)> at)
    {
        for (var step = 0; step <= steps; step++)
        {
            var (x, y) = at((double)step / steps);
            Performance.Sample(Now + dice.Between(0, 0.4), x, y);
            Now += _interval;
        }
    }

    public void Click(double x, double y)
    {
        Performance.Sample(Now + 1, x, y, PointerAction.Down);
        Performance.Sample(Now + 3, x, y, PointerAction.Up);
    }

    public void Rest(double ms) => Now += ms;
}
