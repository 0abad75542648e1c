namespace Sentinel.Simulation;

/// <summary>A pointer driven along a formula, one step per interval, then a click at once. What the mouse bots share.</summary>
internal sealed class DrivenPointer(Dice dice)
{
    private readonly double _interval = dice.Pick([8.0, 10, 1000.0 / 60]);

    public Performance Performance { get; } = new();

    public double Now { get; set; }

    /// <param name="steps">How many samples.</param>
    /// <param name="at">The position at 0..1 of the way.</param>
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
