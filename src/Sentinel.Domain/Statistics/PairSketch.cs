using System.Runtime.CompilerServices;

namespace Sentinel.Domain.Statistics;

/// <summary>
/// Which cells of a coarse grid over (hold, interval) were visited: 256 bits, unordered, so that rhythms that repeat themselves show and
/// nothing that was typed does. It starts anew when it holds <see cref="Capacity"/> pairs.
/// </summary>
public struct PairSketch
{
    public const int Capacity = 48;

    private Bits bits;

    /// <summary>Pairs since the last start.</summary>
    public int Seen { get; private set; }

    /// <summary>Notes a pair and tells whether its cell had been visited.</summary>
    /// <param name="hold">ms.</param>
    /// <param name="interval">ms.</param>
    /// <param name="cell">The cell's width in ms.</param>
    public bool Visit(double hold, double interval, double cell)
    {
        if (Seen >= Capacity)
            this = default;
        var key = ((ulong)(long)Math.Round(hold / cell) * 0x9E3779B97F4A7C15) ^ ((ulong)(long)Math.Round(interval / cell) * 0xC2B2AE3D27D4EB4F);
        key = (key ^ (key >> 29)) * 0xBF58476D1CE4E5B9;
        var index = (int)(key >> 56);
        var mask = 1UL << (index & 63);
        var visited = (bits[index >> 6] & mask) != 0;
        bits[index >> 6] |= mask;
        Seen++;
        return visited;
    }

    [InlineArray(4)]
    private struct Bits
    {
        private ulong word;
    }
}
