using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection;

/// <summary>
/// Turns a window and the user's baseline into evidence. Stateless and pure. A detector that cannot judge a window returns <see
/// cref="Evidence.None"/>, never "safe". Every type that implements this is found and used; see docs/models.md.
/// </summary>
/// <typeparam name="TWindow">The kind of window that it judges.</typeparam>
public interface IDetector<TWindow>
    where TWindow : struct, IWindow
{
    /// <summary>The detector's permanent reason code.</summary>
    ReasonCode Reason { get; }

    Aspect Aspect { get; }

    /// <param name="window">The window to judge.</param>
    /// <param name="baseline">The user's baseline; <see cref="Baseline.None"/> if there is none.</param>
    Evidence Judge(in TWindow window, Baseline baseline);
}
