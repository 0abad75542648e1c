using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Features;

/// <summary>
/// The features of one pointer stroke: the path from rest to rest, or to a press. Lengths in CSS px, times in ms, speeds in px/ms. "Cells"
/// are 20 ms steps after linear resampling to 50 Hz. A press without a path has no samples.
/// </summary>
public readonly record struct StrokeWindow : IWindow
{
    public PointerKind Kind { get; init; }

    /// <summary>The number of positions as sent; 0 for a press without a path.</summary>
    public int Samples { get; init; }

    public double Duration { get; init; }

    /// <summary>Path length.</summary>
    public double Length { get; init; }

    /// <summary>Distance from start to end.</summary>
    public double Chord { get; init; }

    /// <summary>Direction from start to end: −π..π, 0 to the right, growing downwards; NaN if they are equal.</summary>
    public double Direction { get; init; }

    /// <summary>Of the bounding box.</summary>
    public double Width { get; init; }

    /// <summary>Of the bounding box.</summary>
    public double Height { get; init; }

    /// <summary>The smaller side of the bounding box.</summary>
    public double Breadth => Math.Min(Width, Height);

    /// <summary>Whether a button was down.</summary>
    public bool IsDrag { get; init; }

    /// <summary>ms from the last movement to the press that ended the stroke; NaN for none.</summary>
    public double PressPause { get; init; }

    /// <summary>Whether the stroke began at rest, not at the cut of a longer motion.</summary>
    public bool FromRest { get; init; }

    /// <summary>RMS distance from the best line: the root of the positions' smaller covariance eigenvalue.</summary>
    public double LineResidual { get; init; }

    /// <summary>Signed sum of the turns, radians.</summary>
    public double Turning { get; init; }

    /// <summary>ms of rest before the stroke; NaN if it did not begin at rest, or the rest is unknown.</summary>
    public double RestBefore { get; init; }

    /// <summary>ms for which a button was held since the previous stroke; NaN for none.</summary>
    public double ButtonHold { get; init; }

    /// <summary>Radius of the best circle (Kåsa's algebraic fit).</summary>
    public double CircleRadius { get; init; }

    /// <summary>RMS distance from the best circle, to first order.</summary>
    public double CircleResidual { get; init; }

    /// <summary>The number of steps: from one position to the next that came at least 8 ms later.</summary>
    public int Steps { get; init; }

    /// <summary>Mean length of a step.</summary>
    public double StepMean { get; init; }

    /// <summary>Variation of that distance, without the variance of rounding positions.</summary>
    public double StepVariation { get; init; }

    /// <summary>Variation of a step's length divided by its time.</summary>
    public double RawSpeedVariation { get; init; }

    /// <summary>Mean time of a step.</summary>
    public double IntervalMean { get; init; }

    /// <summary>Variation of the intervals, without the variance of the timer's step.</summary>
    public double IntervalVariation { get; init; }

    /// <summary>The timer's step in ms.</summary>
    public double Resolution { get; init; }

    /// <summary>The step of positions in px.</summary>
    public double PixelStep { get; init; }

    /// <summary>The share of the steps' length that goes up, down, to a side or diagonally, as keys move a pointer.</summary>
    public double EightWayShare { get; init; }

    /// <summary>The number of 20 ms cells.</summary>
    public int Cells { get; init; }

    public double SpeedMean { get; init; }

    public double SpeedVariation { get; init; }

    /// <summary>The number of 240 ms beats.</summary>
    public int Beats { get; init; }

    /// <summary>Mean distance moved in a beat.</summary>
    public double BeatLength { get; init; }

    /// <summary>Variation of that distance, without the variance of rounding positions.</summary>
    public double BeatVariation { get; init; }

    /// <summary>RMS second difference of the speed, divided by the mean speed.</summary>
    public double Roughness { get; init; }

    /// <summary>Speed of the first cell, divided by that of the fastest.</summary>
    public double StartRatio { get; init; }

    /// <summary>Share of cells slower than 0.15 of the fastest.</summary>
    public double SlowShare { get; init; }

    /// <summary>Speed of the third fastest cell.</summary>
    public double TopSpeed { get; init; }

    /// <summary>
    /// Third largest sideways acceleration times 20 ms, divided by the highest speed: about the sine of the turn within a cell, for a turn
    /// at full speed. Independent of the pointer's gain and of page zoom.
    /// </summary>
    public double TopTurn { get; init; }

    /// <summary>Third largest sideways acceleration, px/ms².</summary>
    public double TopLateral { get; init; }

    /// <summary>The highest speed of a cell.</summary>
    public double HighestSpeed { get; init; }

    /// <summary>RMS sideways acceleration times 20 ms, divided by the mean speed.</summary>
    public double Swerve { get; init; }

    /// <summary>How the movement unfolds: the path net's log odds of a generated one; NaN if it was not scored as a whole.</summary>
    public double Course { get; init; }

    /// <summary>The sketch of its course, of use if it <see cref="IsDistinct"/>.</summary>
    public InputSketch Sketch { get; init; }

    /// <summary>
    /// Distance of the press from the last known position; NaN if the stroke ended without a press, or the position is unknown.
    /// </summary>
    public double PressJump { get; init; }

    /// <summary>Whether this client ever showed the pointer on its way from one place to another.</summary>
    public bool TravelShown { get; init; }

    /// <summary>
    /// Whether the pointer moved as mouse keys and remote controls move it: in eight directions, at one speed or one that grows evenly from
    /// rest (variation 0.58). A hand's speed grows and falls; that of a minimum-jerk movement varies by 0.65 (Flash and Hogan 1985).
    /// </summary>
    public bool IsByKeys => Steps >= 4 && EightWayShare >= 0.85 && SpeedVariation <= 0.6;

    /// <summary>
    /// Whether the path net knows such movements: a mouse that goes somewhere, not around, from rest to rest, with no button held, finely
    /// enough sampled.
    /// </summary>
    public bool HasCourse =>
        HasKinematics
        && !double.IsNaN(Course)
        && !IsDrag
        && IsWhole
        && Chord >= 0.4 * Length;

    /// <summary>
    /// Whether its sketch tells it from others: a whole movement with no button held. Swipes and scrolls are all alike.
    /// </summary>
    public bool IsDistinct =>
        Samples >= 6
        && Length >= 100
        && Duration >= 120
        && !IsDrag
        && IsWhole
        && Resolution <= FreeTextTrace.CoarsestTimer;

    /// <summary>Whether it goes from rest to rest, and was not cut.</summary>
    private bool IsWhole => FromRest && Duration < PointerMotion.LongestStroke;

    /// <summary>Whether the movement itself could be judged; only such a window can earn trust.</summary>
    public bool IsConclusive => HasKinematics;

    /// <summary>Whether the stroke is fine and long enough to judge its kinematics.</summary>
    public bool HasKinematics => IntervalMean <= 28 && Length >= 100 && Samples >= 6 && Cells >= 6 && Duration >= 120;
}
