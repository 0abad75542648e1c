using System.Buffers.Binary;

namespace Sentinel.Unit.Tests;

/// <summary>Mutates bytes as fuzzers do: flips bits, inserts edge values, and cuts, repeats or splices pieces.</summary>
internal sealed class ByteMutator(Random dice)
{
    private static readonly byte[] EdgeBytes =
    [
        0,
        1,
        2,
        3,
        4,
        0x0F,
        0x10,
        0x3F,
        0x40,
        0x7E,
        0x7F,
        0x80,
        0x81,
        0xC0,
        0xF7,
        0xF8,
        0xFE,
        0xFF,
    ];

    private static readonly double[] EdgeNumbers =
    [
        0,
        -0.0,
        1,
        -1,
        double.NaN,
        double.PositiveInfinity,
        double.NegativeInfinity,
        double.MaxValue,
        double.MinValue,
        double.Epsilon,
        1e300,
        -1e300,
        1e15,
        250,
        1_767_000_000_000,
        1e-300,
    ];

    private static readonly long[] EdgeIntegers =
    [
        0,
        1,
        -1,
        int.MaxValue,
        int.MinValue,
        long.MaxValue,
        long.MinValue,
        uint.MaxValue,
        short.MaxValue,
        ushort.MaxValue,
        1L << 53,
        (1L << 53) + 1,
    ];

    public byte[] Mutate(byte[] input, IReadOnlyList<byte[]> others)
    {
        for (var i = dice.Next(1, 5); i > 0; i--) input = Once(input, others[dice.Next(others.Count)]);
        return input;
    }

    private byte[] Once(byte[] input, byte[] other)
    {
        if (input.Length == 0) return [EdgeBytes[dice.Next(EdgeBytes.Length)]];
        var at = dice.Next(input.Length);
        var changed = (byte[])input.Clone();
        switch (dice.Next(12))
        {
            case 0 or 1:
                changed[at] ^= (byte)(1 << dice.Next(8));
                return changed;
            case 2 or 3:
                changed[at] = EdgeBytes[dice.Next(EdgeBytes.Length)];
                return changed;
            case 4:
                changed[at] = (byte)dice.Next(256);
                return changed;
            case 5:
                return Put(
                    changed,
                    at,
                    bytes => BinaryPrimitives.WriteDoubleLittleEndian(bytes, EdgeNumbers[dice.Next(EdgeNumbers.Length)]),
                    sizeof(double)
                );
            case 6:
                return Put(
                    changed,
                    at,
                    bytes => BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)EdgeNumbers[dice.Next(EdgeNumbers.Length)]),
                    sizeof(float)
                );
            case 7:
                return Put(
                    changed,
                    at,
                    bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes, EdgeIntegers[dice.Next(EdgeIntegers.Length)]),
                    sizeof(long)
                );
            case 8:
                return input[..at];
            case 9:
                return [.. input[..at], .. input[Math.Min(input.Length, at + dice.Next(1, 20))..]];
            case 10:
                return [.. input[..at], .. input[at..Math.Min(input.Length, at + dice.Next(1, 200))], .. input[at..]];
            default:
                var from = dice.Next(other.Length + 1);
                return [.. input[..at], .. other[from..]];
        }
    }

    private static byte[] Put(byte[] input, int at, Action<byte[]> write, int size)
    {
        var bytes = new byte[size];
        write(bytes);
        bytes.AsSpan(0, Math.Min(size, input.Length - at)).CopyTo(input.AsSpan(at));
        return input;
    }
}
