namespace Sentinel.Simulation;

/// <summary>Pointers not moved by an arm.</summary>
public static class Script
{
    /// <summary>Clicks of an automation tool: one move to the target, a press and a release, about <c>pace</c> ms apart.</summary>
    public static IEnumerable<PointerSample> Clicks(Dice dice, int clicks, double pace, double start)
    {
        for (var (i, t) = (0, start); i < clicks; i++, t += pace * dice.Between(0.7, 1.3))
        {
            var (x, y) = (dice.Whole(20, 1199), dice.Whole(20, 699));
            yield return new(t, x, y);
            yield return new(t + 1, x, y, PointerAction.Down);
            yield return new(t + 2, x, y, PointerAction.Up);
        }
    }

    /// <summary>Exact circles of 120 px, at whole px, one position every 10 ms. The pointer is there half a second before.</summary>
    public static IEnumerable<PointerSample> Circles(int circles, double start) =>
        from circle in Enumerable.Range(0, circles)
        from i in Enumerable.Range(-1, 102)
        let angle = 2 * Math.PI * Math.Max(0, i) / 100
        select new PointerSample(
            start + (circle * 2_000) + (i < 0 ? -500 : i * 10),
            Math.Round((i < 0 ? 401 : 400) + (120 * Math.Cos(angle))),
            Math.Round(300 + (120 * Math.Sin(angle)))
        );

    /// <summary>Zigzags at 15 px/ms with corners too sharp for an arm.</summary>
    public static IEnumerable<PointerSample> Flings(int times, double start) =>
        from time in Enumerable.Range(0, times)
        from i in Enumerable.Range(0, 31)
        select new PointerSample(start + (time * 1000) + (i * 10), 200 + (i % 4 * 150), 100 + (i / 2 % 5 * 150));
}
