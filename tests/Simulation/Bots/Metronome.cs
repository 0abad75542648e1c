namespace Sentinel.Simulation;

/// <summary>A script's tempo: every key held alike, and struck at one interval.</summary>
/// <param name="Interval">ms.</param>
/// <param name="Hold">ms.</param>
public sealed record Metronome(double Interval, double Hold) : ITempo
{
    /// <summary>Up within a millisecond, as an automation tool types.</summary>
    public static readonly Metronome ZeroHold = new(40, 1);

    /// <summary>Slower, with a hold that is no person's.</summary>
    public static readonly Metronome Plodding = new(120, 5);

    double ITempo.Hold(Dice dice) => Hold;

    double ITempo.Interval(Dice dice) => Interval;
}
