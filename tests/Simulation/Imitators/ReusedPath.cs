namespace Sentinel.Simulation;

/// <summary>
/// A person's recorded strokes, each turned and scaled to lead to the new target, with the recorded times a little faster or slower.
/// </summary>
internal sealed class ReusedPath : IPath
{
    private const int Recorded = 12;

    private readonly List<IReadOnlyList<PointerSample>> strokes = [];

    public ReusedPath(Dice habits)
    {
        var arm = new Arm(habits, 8);
        for (var i = 0; i < Recorded; i++)
        {
            var performance = new Performance();
            arm.MoveTo(performance, 0, habits.Between(20, 1400), habits.Between(20, 800));
            if (performance.Pointer.Count > 5)
                strokes.Add(performance.Pointer);
        }
    }

    public IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice)
    {
        var stroke = dice.Pick(strokes);
        var (a, b) = (stroke[0], stroke[^1]);
        var (wasX, wasY, dx, dy) = (b.X - a.X, b.Y - a.Y, to.X - from.X, to.Y - from.Y);
        var length = Math.Max(1, (wasX * wasX) + (wasY * wasY));
        // The rotation and scaling that turns the one vector into the other, as a complex number.
        var (re, im) = (((wasX * dx) + (wasY * dy)) / length, ((wasX * dy) - (wasY * dx)) / length);
        var stretch = dice.Between(0.9, 1.1);
        foreach (var sample in stroke)
        {
            var (x, y) = (sample.X - a.X, sample.Y - a.Y);
            yield return new(stretch * (sample.T - a.T), from.X + (re * x) - (im * y), from.Y + (im * x) + (re * y));
        }
    }
}
