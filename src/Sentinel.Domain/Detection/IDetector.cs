using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection;

/// <summary>
/// Turns one window, and where it needs one the user's baseline, into evidence. Stateless and pure: the same gives the same, and a detector
/// that cannot say returns <see cref="Evidence.None"/>, never "safe". Every public type that implements this is found and used; see
/// docs/models.md.
/// </summary>
/// <typeparam name="TWindow">The kind of window it judges.</typeparam>
public interface IDetector<TWindow>
    where TWindow : struct, IWindow
{
    /// <summary>Its name for ever.</summary>
    ReasonCode Reason { get; }

    Aspect Aspect { get; }

    /// <param name="window">What was done.</param>
    /// <param name="baseline">What is known of the user; <see cref="Baseline.None"/> where that is nothing.</param>
    Evidence Judge(in TWindow window, Baseline baseline);
}
