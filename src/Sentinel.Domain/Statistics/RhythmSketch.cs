using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sentinel.Domain.Statistics;

/// <summary>
/// The recently visited cells of a coarse grid over (interval, hold, interval), as unordered bits of a hash. It reveals repeated rhythms
/// but not what was typed. Three values rather than two, because keyboards and timers with a coarse step repeat pairs by chance. It has two
/// generations: when the newer has <see cref="Generation"/> rhythms, it becomes the older, so 48 to 96 are stored.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct RhythmSketch : IStored
{
    public const int Generation = 48;

    private const int Words = 8;

    private Bits newer;
    private Bits older;
    private byte count;

    /// <summary>The number of stored rhythms, up to 96.</summary>
    public byte Kept { get; private set; }

    public readonly bool IsSound => count <= Generation && Kept >= count && Kept <= Generation + count;

    /// <summary>Adds a rhythm; true if its cell was visited before. All in ms.</summary>
    public bool Visit(double before, double hold, double interval, double cell)
    {
        if (count == Generation)
        {
            (older, newer, count) = (newer, default, 0);
            Kept = Generation;
        }

        var key =
            ((ulong)(long)Math.Round(hold / cell) * 0x9E3779B97F4A7C15) ^ ((ulong)(long)Math.Round(interval / cell) * 0xC2B2AE3D27D4EB4F)
            ^ ((ulong)(long)Math.Round(before / cell) * 0x165667B19E3779F9);
        key = (key ^ (key >> 29)) * 0xBF58476D1CE4E5B9;
        var index = (int)(key >> 55);
        var mask = 1UL << (index & 63);
        var visited = ((newer[index >> 6] | older[index >> 6]) & mask) != 0;
        newer[index >> 6] |= mask;
        count++;
        Kept++;
        return visited;
    }

    [InlineArray(Words)]
    private struct Bits
    {
        private ulong word;
    }
}
