namespace Sentinel.Simulation;

/// <summary>A smooth curve through points (Catmull and Rom 1974).</summary>
internal static class Spline
{
    /// <summary>The value at 0..1 of the way from <paramref name="b"/> to <paramref name="c"/>, with the points before and after.</summary>
    public static double At(double a, double b, double c, double d, double u) =>
        0.5 * ((2 * b) + ((c - a) * u) + (((2 * a) - (5 * b) + (4 * c) - d) * u * u) + (((3 * b) - a - (3 * c) + d) * u * u * u));
}
