namespace Sentinel.Simulation;

/// <summary>A straight line at constant speed, one position every 10 ms.</summary>
/// <param name="Steps">Number of steps.</param>
public sealed record Line(int Steps = 40) : IPath
{
    private const double Step = 10;

    /// <summary>Lines there and back, with rests of 900 ms.</summary>
    public IEnumerable<PointerSample> ThereAndBack(int times, double start)
    {
        var (here, there) = ((100.0, 100.0), (100.0 + (7 * Steps), 100.0 + (4 * Steps)));
        return Enumerable.Range(0, times).SelectMany(time =>
            Along(time % 2 == 0 ? here : there, time % 2 == 0 ? there : here, start + (time * ((Steps * Step) + 900))));
    }

    public IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice) => Along(from, to, 0);

    private IEnumerable<PointerSample> Along((double X, double Y) from, (double X, double Y) to, double start) =>
        Enumerable.Range(0, Steps + 1).Select(i =>
            new PointerSample(start + (i * Step), from.X + ((to.X - from.X) * i / Steps), from.Y + ((to.Y - from.Y) * i / Steps)));
}
