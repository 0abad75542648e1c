using System.Numerics;
using System.Runtime.CompilerServices;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Sessions;

/// <summary>
/// Which streams a session has closed, in 128 bytes: a Bloom filter (1,024 bits, 3 of them a stream). It never forgets one, so that no
/// sequence of a closed stream is scored again; after a hundred it mistakes about 2 % of new streams for closed ones, and their client
/// starts another.
/// </summary>
public struct ClosedStreams
{
    private const int Words = 16;

    private Bits bits;

    public void Add(StreamId stream)
    {
        for (var i = 0; i < 3; i++)
            bits[Word(stream, i)] |= Mask(stream, i);
    }

    public readonly bool Contains(StreamId stream)
    {
        for (var i = 0; i < 3; i++)
        {
            if ((bits[Word(stream, i)] & Mask(stream, i)) == 0)
                return false;
        }

        return true;
    }

    private static int Word(StreamId stream, int i) => (int)(BitOperations.RotateLeft(stream.Value, i * 21) >> 6 & (Words - 1));

    private static ulong Mask(StreamId stream, int i) => 1UL << (int)(BitOperations.RotateLeft(stream.Value, i * 21) & 63);

    [InlineArray(Words)]
    private struct Bits
    {
        private ulong word;
    }
}
