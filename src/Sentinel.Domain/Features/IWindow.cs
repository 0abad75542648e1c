namespace Sentinel.Domain.Features;

/// <summary>A unit of behaviour that detectors judge.</summary>
public interface IWindow
{
    /// <summary>
    /// Whether the properties that tell people from programs could be measured. Otherwise the window may be evidence for a bot, but earns
    /// no trust and adds no evidence mass.
    /// </summary>
    bool IsConclusive { get; }
}
