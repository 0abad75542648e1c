namespace Sentinel.Simulation;

/// <summary>A pointer's path from one place to another.</summary>
public interface IPath
{
    /// <returns>Positions in px; times in ms from the start.</returns>
    IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice);
}
