using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>One key stroke as the typing net sees it. Times are in whole ms: a finer clock is an artefact of the client.</summary>
/// <param name="Hold">ln(hold), standardised; 0 if unknown.</param>
/// <param name="Interval">ln(time since the last press), standardised.</param>
/// <param name="Gap">Time from the last key's release to this press, in 0.2 s; negative if the keys overlap.</param>
/// <param name="Group">The key's group, 0..<see cref="Groups"/> − 1.</param>
/// <param name="Before">The last key's group.</param>
public readonly record struct TypingStep(float Hold, float Interval, float Gap, byte Group, byte Before)
{
    /// <summary>The number of groups, including none.</summary>
    public const int Groups = KeyGroups.Count + 1;

    /// <summary>ms; a key that follows sooner is not a hand's, and is left out.</summary>
    public const double ShortestInterval = 12;

    private const double LongestInterval = 3_000;

    /// <param name="hold">ms; NaN if unknown.</param>
    /// <param name="interval">ms since the last press; NaN for the first key.</param>
    /// <param name="lastHold">ms for which the last key was held; NaN if unknown.</param>
    /// <param name="group">The key's group.</param>
    /// <param name="before">The last key's group.</param>
    public static TypingStep Of(double hold, double interval, double lastHold, KeyCode group, KeyCode before)
    {
        var between = double.IsNaN(interval) ? LongestInterval : Math.Clamp(Math.Round(interval), 1, LongestInterval);
        var held = Math.Clamp(Math.Round(hold), 5, KeyRhythm.LongestTap);
        return new(
            double.IsNaN(held) ? 0 : (float)((Math.Log(held) - 4.6) / 0.5),
            (float)((Math.Log(Math.Max(between, 10)) - 5.1) / 0.7),
            double.IsNaN(lastHold) || double.IsNaN(interval) ? 0 : (float)(Math.Clamp(between - Math.Round(lastHold), -500, 1_500) / 200),
            (byte)group,
            (byte)before);
    }
}
