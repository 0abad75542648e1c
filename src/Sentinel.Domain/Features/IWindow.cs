namespace Sentinel.Domain.Features;

/// <summary>A unit of behaviour that detectors judge.</summary>
public interface IWindow
{
    /// <summary>
    /// Whether the properties that tell people from scripts could be measured. A window that is not conclusive may speak for a bot, but it
    /// earns nothing: no credit, no mass.
    /// </summary>
    bool IsConclusive { get; }
}
