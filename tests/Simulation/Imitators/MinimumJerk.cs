namespace Sentinel.Simulation;

/// <summary>The smoothest movement from rest to rest (Flash and Hogan 1985).</summary>
public static class MinimumJerk
{
    /// <summary>The completed part at 0..1 of the time.</summary>
    public static double Done(double u) => u * u * u * (10 + u * (-15 + 6 * u));

    /// <summary>The relative height of a bow to the side at 0..1 of the time; 1 in the middle.</summary>
    public static double Bow(double u) => 16 * u * u * (1 - u) * (1 - u);
}
