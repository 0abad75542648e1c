namespace Sentinel.Simulation;

/// <summary>A movement that can be looked up at any time: smooth between its positions.</summary>
internal sealed class Track
{
    private readonly List<PointerSample> places;

    private Track(List<PointerSample> places) => this.places = places;

    /// <summary>ms.</summary>
    public double Length => places[^1].T;

    /// <param name="from">Where it begins, px.</param>
    /// <param name="way">The positions after that.</param>
    /// <param name="slowness">A factor on the times.</param>
    public static Track Of((double X, double Y) from, IEnumerable<PointerSample> way, double slowness) =>
        new([new(0, from.X, from.Y), .. way.Select(place => place with { T = slowness * place.T })]);

    public (double X, double Y) At(double t)
    {
        var i = 1;
        while (i < places.Count - 1 && places[i].T < t)
            i++;
        var (a, b) = (places[i - 1], places[i]);
        var u = Math.Clamp((t - a.T) / (b.T - a.T), 0, 1);
        var (before, after) = (places[Math.Max(0, i - 2)], places[Math.Min(places.Count - 1, i + 1)]);
        return (Spline.At(before.X, a.X, b.X, after.X, u), Spline.At(before.Y, a.Y, b.Y, after.Y, u));
    }
}
