using Sentinel.Simulation;

namespace Sentinel.Train;

/// <summary>Fits the model by which simulated people move a mouse.</summary>
internal static class HumanPathFit
{
    public static float[] Fit(PointerSample[][][] people, int steps, Action<int, double> progress)
    {
        var reaches = people
            .SelectMany((sessions, who) => sessions.SelectMany(PointerStrokes.Reaches).Select(reach => (Who: who, Places: Places(reach))))
            .ToArray();
        return new Trainer<ReachGenerator>(() => new(), HumanPath.Units, seed: 1).Fit(
            (net, now, number) =>
            {
                var (who, places) = new Dice(1, "human-path", number).Pick(reaches);
                net.Add(now, who, places);
            },
            steps,
            progress);
    }

    /// <summary>Positions every 16 ms, on the lines between the samples; the last is where the reach ends.</summary>
    private static (double X, double Y)[] Places(PointerSample[] reach)
    {
        var (places, next) = (new List<(double, double)> { (reach[0].X, reach[0].Y) }, 1);
        for (var t = reach[0].T + HumanPath.Period; t < reach[^1].T + HumanPath.Period; t += HumanPath.Period)
        {
            var at = Math.Min(t, reach[^1].T);
            while (reach[next].T < at)
                next++;
            var (a, b) = (reach[next - 1], reach[next]);
            var share = (at - a.T) / (b.T - a.T);
            places.Add((a.X + (share * (b.X - a.X)), a.Y + (share * (b.Y - a.Y))));
        }

        return [.. places];
    }
}
