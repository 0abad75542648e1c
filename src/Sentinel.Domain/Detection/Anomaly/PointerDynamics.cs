using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Detection.Anomaly;

/// <summary>Whether the pointer moves as the user moves it; see <see cref="PointerProfile"/>.</summary>
public sealed class PointerDynamics : IDetector<StrokeWindow>
{
    public ReasonCode Reason { get; } = new(
        122, Family.Anomaly, "pointer_manner", "The pointer moves otherwise than this user moves it.");

    public Aspect Aspect => Aspect.Pointer;

    public Evidence Judge(in StrokeWindow window, Baseline baseline)
    {
        var population = baseline.Population;
        var calibration = window.Kind == PointerKind.Touch ? population.TouchCalibration : population.MouseCalibration;
        if (calibration is null || baseline.Pointer(window.Kind) is not { } profile)
            return Evidence.None;
        var score = profile.Score(window);
        return double.IsNaN(score) ? Evidence.None : new(calibration.At(score), 1);
    }
}
