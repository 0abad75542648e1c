using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Anomaly;

/// <summary>Whether free text was typed in the user's rhythm; see <see cref="StyleProfile"/> and <see cref="FreeTextProfile"/>.</summary>
public sealed class FreeText : IDetector<FreeTextWindow>
{
    /// <summary>Minimum number of times of the 25 key strokes.</summary>
    private const int MinTimes = 20;

    /// <summary>The share of the table's evidence that counts beside the style's: both look at the same key strokes.</summary>
    public const double BesideStyle = 0.25;

    public ReasonCode Reason { get; } = new(
        121, Family.Anomaly, "typing_rhythm", "Free text is typed in another rhythm than this user's.");

    public Aspect Aspect => Aspect.FreeText;

    public Evidence Judge(in FreeTextWindow window, Baseline baseline)
    {
        var byTable = OfTable(window, baseline);
        return window.Style is { } byStyle && baseline.Style is not null ? new(byStyle + (BesideStyle * (byTable ?? 0)), 1)
            : byTable is { } alone ? new(alone, 1)
            : Evidence.None;
    }

    private static double? OfTable(in FreeTextWindow window, Baseline baseline) =>
        window.Times < MinTimes || baseline.FreeText is not { } profile || baseline.Population.FreeTextCalibration is not { } calibration
            ? null
            : calibration.At(profile.Normalised(window.Score / window.Times));
}
