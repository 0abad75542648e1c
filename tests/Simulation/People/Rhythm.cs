namespace Sentinel.Simulation;

/// <summary>A person's tempo: log-normal holds and intervals, so that fast keys overlap, and occasional pauses.</summary>
/// <param name="HoldMedian">ms.</param>
/// <param name="HoldSpread">Standard deviation of the hold's logarithm.</param>
/// <param name="IntervalMedian">ms.</param>
/// <param name="IntervalSpread">Standard deviation of the interval's logarithm.</param>
public sealed record Rhythm(double HoldMedian, double HoldSpread, double IntervalMedian, double IntervalSpread) : ITempo
{
    /// <summary>Without pauses, and never faster than a keyboard can follow.</summary>
    public static readonly Rhythm Steady = new(95, 0.28, 150, 0.5) { MinHold = 30, MinInterval = 35 };

    /// <summary>With pauses.</summary>
    public static readonly Rhythm Thoughtful = new(95, 0.3, 170, 0.55) { Pauses = 0.08, PauseMedian = 900, PauseSpread = 0.5 };

    /// <summary>In a hurry: about ten keys a second.</summary>
    public static readonly Rhythm Hasty = new(95, 0.3, 88, 0.4) { Pauses = 0.1, PauseMedian = 320, PauseSpread = 0.4 };

    /// <summary>ms.</summary>
    public double MinHold { get; init; }

    /// <summary>ms.</summary>
    public double MinInterval { get; init; }

    /// <summary>The share of intervals that are pauses, 0..1.</summary>
    public double Pauses { get; init; }

    /// <summary>ms.</summary>
    public double PauseMedian { get; init; }

    public double PauseSpread { get; init; }

    public double Hold(Dice dice) => Math.Max(MinHold, dice.LogNormal(HoldMedian, HoldSpread));

    public double Interval(Dice dice) =>
        Math.Max(
            MinInterval,
            Pauses > 0 && dice.Chance(Pauses) ? dice.LogNormal(PauseMedian, PauseSpread) : dice.LogNormal(IntervalMedian, IntervalSpread)
        );
}
