using System.Numerics;
using System.Runtime.InteropServices;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Domain.Sessions;

/// <summary>
/// Which streams a session has closed, in 128 bytes: a Bloom filter (1,024 bits, 3 of them a stream). It never forgets one, so that no
/// sequence of a closed stream is scored again; after a hundred it mistakes about 2 % of new streams for closed ones, and their client
/// starts another. Immutable.
/// </summary>
public sealed class ClosedStreams
{
    /// <summary>Of the filter, once a stream was closed.</summary>
    public const int Bytes = 128;

    public static readonly ClosedStreams None = new([]);

    private readonly ulong[] words;

    private ClosedStreams(ulong[] words) => this.words = words;

    /// <summary>The filter as it is stored: empty, or <see cref="Bytes"/> long.</summary>
    public ReadOnlySpan<byte> Filter => MemoryMarshal.AsBytes(words.AsSpan());

    public static ClosedStreams Of(ReadOnlySpan<byte> filter) => filter.IsEmpty ? None : new(MemoryMarshal.Cast<byte, ulong>(filter).ToArray());

    public ClosedStreams With(StreamId stream)
    {
        var next = words.Length == 0 ? new ulong[Bytes / sizeof(ulong)] : words.AsSpan().ToArray();
        for (var i = 0; i < 3; i++)
            next[Word(stream, i)] |= Mask(stream, i);
        return new(next);
    }

    public bool Contains(StreamId stream)
    {
        if (words.Length == 0)
            return false;
        for (var i = 0; i < 3; i++)
        {
            if ((words[Word(stream, i)] & Mask(stream, i)) == 0)
                return false;
        }

        return true;
    }

    private static int Word(StreamId stream, int i) => (int)(BitOperations.RotateLeft(stream.Value, i * 21) >> 6 & (Bytes / sizeof(ulong) - 1));

    private static ulong Mask(StreamId stream, int i) => 1UL << (int)(BitOperations.RotateLeft(stream.Value, i * 21) & 63);
}
