using Sentinel.Domain.Features;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Detection.Pattern;

/// <summary>Positions at equal distances, whatever the clock did: points on a curve, counted out. Can be told at any sampling rate.</summary>
public sealed class EqualSteps : IDetector<StrokeWindow>
{
    private static readonly Curve Llr = new((0.08, 2.5), (0.18, 1.5), (0.26, 0.3), (0.32, 0), (0.5, -0.2));

    public ReasonCode Reason { get; } = new(63, Family.Pattern, "equal_steps");

    public Aspect Aspect => Aspect.SpeedSpread;

    public Evidence Judge(in StrokeWindow window) =>
        window.Samples < 12 || window.StepMean < 4 || window.Length < 100 ? Evidence.None : new(Llr.At(window.StepVariation), Math.Min(1, window.Duration / 500));
}
