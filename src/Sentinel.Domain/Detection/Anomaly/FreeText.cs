using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Anomaly;

/// <summary>Whether free text was typed in the user's rhythm; see <see cref="FreeTextProfile"/>.</summary>
public sealed class FreeText : IDetector<FreeTextWindow>
{
    /// <summary>Minimum number of times of the 25 key strokes.</summary>
    private const int MinTimes = 20;

    public ReasonCode Reason { get; } = new(
        121, Family.Anomaly, "typing_rhythm", "Free text is typed in another rhythm than this user's.");

    public Aspect Aspect => Aspect.FreeText;

    public Evidence Judge(in FreeTextWindow window, Baseline baseline) =>
        window.Times < MinTimes || baseline.FreeText is not { } profile || baseline.Population.FreeTextCalibration is not { } calibration
            ? Evidence.None
            : new(calibration.At(profile.Normalised(window.Score / window.Times)), 1);
}
