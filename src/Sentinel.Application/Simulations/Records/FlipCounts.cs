using Sentinel.Domain.Simulation;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Simulations.Records;

/// <summary>Decisions before and after, counted.</summary>
public sealed class FlipCounts
{
    private static readonly int Words = Enum.GetValues<Decision>().Length;

    /// <summary>By the decision before, and within it by that after, if challenges that were never issued are passed.</summary>
    public long[] IfPassed { get; init; } = new long[Words * Words];

    /// <summary>The same if they are failed.</summary>
    public long[] IfFailed { get; init; } = new long[Words * Words];

    /// <summary>How many decisions were counted.</summary>
    public long Decisions => IfPassed.Sum();

    public void Add(in DecisionRange before, in DecisionRange after)
    {
        IfPassed[Place(before.IfPassed, after.IfPassed)]++;
        IfFailed[Place(before.IfFailed, after.IfFailed)]++;
    }

    /// <summary>How many became <paramref name="to"/> and were <paramref name="from"/>; null for any.</summary>
    public static long Count(long[] counts, Decision? from, Decision? to)
    {
        var sum = 0L;
        foreach (var one in Enum.GetValues<Decision>().Where(one => from is null || one == from))
        {
            foreach (var other in Enum.GetValues<Decision>().Where(other => to is null || other == to))
                sum += counts[Place(one, other)];
        }

        return sum;
    }

    /// <summary>The share of decisions that are this one after, 0..1, if challenges that were never issued are failed.</summary>
    public double ShareAfter(Decision decision) => Decisions == 0 ? 0 : Count(IfFailed, null, decision) / (double)Decisions;

    internal static int Place(Decision before, Decision after) => ((int)before * Words) + (int)after;
}
