using System.Runtime.CompilerServices;

namespace Sentinel.Domain.Statistics;

/// <summary>
/// Counts of speeds in bins of half an octave, from 0.02 to 58 px/ms, to find the share below a fraction of the fastest.
/// </summary>
public struct SpeedHistogram
{
    private const double Lowest = 0.02;
    private const int BinCount = 24;

    private Bins bins;
    private byte total;

    public void Add(double speed)
    {
        if (total == byte.MaxValue)
            return;
        bins[(int)Math.Clamp(Position(speed), 0, BinCount - 1)]++;
        total++;
    }

    /// <summary>Share of speeds below the bound, 0..1, linear within a bin.</summary>
    public readonly double ShareBelow(double bound)
    {
        if (total == 0)
            return 0;
        var position = Math.Clamp(Position(bound), 0, BinCount);
        var whole = (int)position;
        var count = 0.0;
        for (var i = 0; i < whole; i++)
            count += bins[i];
        if (whole < BinCount)
            count += (position - whole) * bins[whole];
        return count / total;
    }

    private static double Position(double speed) => speed <= Lowest ? 0 : 1 + (2 * Math.Log2(speed / Lowest));

    [InlineArray(BinCount)]
    private struct Bins
    {
        private byte bin;
    }
}
