using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Detection.Anomaly;

/// <summary>Whether a fixed text was typed in the user's rhythm; see <see cref="FixedTextTemplate"/>.</summary>
public sealed class FixedText : IDetector<FixedTextWindow>
{
    public ReasonCode Reason { get; } =
        new(
            120,
            Family.Anomaly,
            "fixed_text_rhythm",
            "The password, or another text that the user types often, is typed in another rhythm than theirs."
        );

    public Aspect Aspect => Aspect.FixedText;

    public Evidence Judge(in FixedTextWindow window, Baseline baseline)
    {
        if (
            window.Rhythm is null
            || baseline.Text(window.Field) is not { } template
            || baseline.Population.FixedTextCalibration is not { } calibration
        )
            return Evidence.None;
        var score = template.Score(window.Rhythm) - template.Level;
        return double.IsNaN(score) ? Evidence.None : new(calibration.At(score), 1);
    }
}
