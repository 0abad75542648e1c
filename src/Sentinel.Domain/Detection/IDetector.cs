using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection;

/// <summary>What is known of a detector without its window.</summary>
public interface IDetector
{
    /// <summary>The detector's permanent reason code.</summary>
    ReasonCode Reason { get; }

    Aspect Aspect { get; }

    /// <summary>The number that the evidence depends on; null if there is no single one.</summary>
    Measured? Measures => null;
}

/// <summary>A number that a detector measures, to explain its evidence to people.</summary>
/// <param name="Quantity">What it is, with its unit, if it has one, and its range.</param>
/// <param name="Curve">From the number to nats.</param>
public sealed record Measured(string Quantity, Curve Curve);

/// <summary>
/// Turns a window and the user's baseline into evidence. Stateless and pure. A detector that cannot judge a window returns <see
/// cref="Evidence.None"/>, never "safe". Every type that implements this is found and used; see docs/models.md.
/// </summary>
/// <typeparam name="TWindow">The kind of window that it judges.</typeparam>
public interface IDetector<TWindow> : IDetector
    where TWindow : struct, IWindow
{
    /// <param name="window">The window to judge.</param>
    /// <param name="baseline">The user's baseline; <see cref="Baseline.None"/> if there is none.</param>
    Evidence Judge(in TWindow window, Baseline baseline);
}
