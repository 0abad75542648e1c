namespace Sentinel.Simulation;

/// <summary>A script's tempo with constant hold and interval.</summary>
/// <param name="Interval">ms.</param>
/// <param name="Hold">ms.</param>
public sealed record Metronome(double Interval, double Hold) : ITempo
{
    /// <summary>Released within a millisecond, as automation tools type.</summary>
    public static readonly Metronome ZeroHold = new(40, 1);

    /// <summary>Slower, with a hold too short for a person.</summary>
    public static readonly Metronome Plodding = new(120, 5);

    (double Interval, double Hold) ITempo.Next(KeyGroup key, Dice dice) => (Interval, Hold);
}
