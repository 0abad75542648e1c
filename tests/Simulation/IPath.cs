namespace Sentinel.Simulation;

/// <summary>A pointer's way from one place to another.</summary>
public interface IPath
{
    /// <returns>ms from the start and px.</returns>
    IEnumerable<PointerSample> Between((double X, double Y) from, (double X, double Y) to, Dice dice);
}
