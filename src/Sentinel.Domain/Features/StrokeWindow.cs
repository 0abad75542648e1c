using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// What is known of one pointer stroke: the path from rest to rest, or to a press. Lengths in CSS px, times in ms, speeds in px/ms.
/// "Cells" are 20 ms steps after linear resampling to 50 Hz. A press without any path is a window with no samples.
/// </summary>
public readonly record struct StrokeWindow : IWindow
{
    public PointerKind Kind { get; init; }

    /// <summary>Positions, as sent; 0 for a press without a path.</summary>
    public int Samples { get; init; }

    public double Duration { get; init; }

    /// <summary>Path length.</summary>
    public double Length { get; init; }

    /// <summary>Distance from start to end.</summary>
    public double Chord { get; init; }

    /// <summary>
    /// Where the end lies from the start: radians, −π..π, 0 to the right and growing downwards; NaN where it ends where it began.
    /// </summary>
    public double Direction { get; init; }

    /// <summary>Of the bounding box.</summary>
    public double Width { get; init; }

    /// <summary>Of the bounding box.</summary>
    public double Height { get; init; }

    /// <summary>The smaller side of the bounding box.</summary>
    public double Breadth => Math.Min(Width, Height);

    /// <summary>A button was down.</summary>
    public bool IsDrag { get; init; }

    /// <summary>ms from the last movement to the press that ended the stroke; NaN when none did.</summary>
    public double PressPause { get; init; }

    /// <summary>Began at rest, not at the cut of a longer motion.</summary>
    public bool FromRest { get; init; }

    /// <summary>RMS distance from the best line: the root of the positions' smaller covariance eigenvalue.</summary>
    public double LineResidual { get; init; }

    /// <summary>Signed sum of the turns, radians.</summary>
    public double Turning { get; init; }

    /// <summary>ms of rest before it; NaN when it did not begin at rest, or nothing is known.</summary>
    public double RestBefore { get; init; }

    /// <summary>ms for which a button was held since the stroke before; NaN when none was.</summary>
    public double ButtonHold { get; init; }

    /// <summary>Radius of the best circle (Kåsa's algebraic fit).</summary>
    public double CircleRadius { get; init; }

    /// <summary>RMS distance from that circle, to first order.</summary>
    public double CircleResidual { get; init; }

    /// <summary>Mean distance between positions as sent.</summary>
    public double StepMean { get; init; }

    /// <summary>Variation of that distance beyond what rounding to whole pixels explains.</summary>
    public double StepVariation { get; init; }

    /// <summary>Variation of step over interval, as sent.</summary>
    public double RawSpeedVariation { get; init; }

    public double IntervalMean { get; init; }

    /// <summary>Variation of the intervals beyond what the timer's step explains.</summary>
    public double IntervalVariation { get; init; }

    /// <summary>The timer's step in ms.</summary>
    public double Resolution { get; init; }

    /// <summary>20 ms cells.</summary>
    public int Cells { get; init; }

    public double SpeedMean { get; init; }

    public double SpeedVariation { get; init; }

    /// <summary>Beats: 240 ms each.</summary>
    public int Beats { get; init; }

    /// <summary>Mean distance covered in a beat.</summary>
    public double BeatLength { get; init; }

    /// <summary>Variation of that distance beyond what rounding to whole pixels explains.</summary>
    public double BeatVariation { get; init; }

    /// <summary>RMS second difference of the speed over its mean.</summary>
    public double Roughness { get; init; }

    /// <summary>First cell's speed over the fastest's.</summary>
    public double StartRatio { get; init; }

    /// <summary>Share of the cells slower than 0.15 of the fastest.</summary>
    public double SlowShare { get; init; }

    /// <summary>Third fastest cell.</summary>
    public double TopSpeed { get; init; }

    /// <summary>Third largest sideways acceleration, px/ms².</summary>
    public double TopLateral { get; init; }

    /// <summary>RMS sideways acceleration times 20 ms over the mean speed.</summary>
    public double Swerve { get; init; }

    /// <summary>
    /// How far from the last known position a press came down; NaN when the stroke ended without one, or nothing is known.
    /// </summary>
    public double PressJump { get; init; }

    /// <summary>Whether the movement itself could be judged; only such a window can speak for a person or count.</summary>
    public bool IsConclusive => HasKinematics;

    /// <summary>Fine enough and long enough for its kinematics to mean anything.</summary>
    public bool HasKinematics => IntervalMean <= 28 && Length >= 100 && Samples >= 6 && Cells >= 6 && Duration >= 120;
}
