using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Reads what <see cref="StateWriter"/> wrote. Every read is bounds-checked and throws <see cref="InvalidDataException"/>.</summary>
internal ref struct StateReader
{
    private ReadOnlySpan<byte> rest;

    /// <exception cref="InvalidDataException">The checksum does not fit.</exception>
    public StateReader(ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < sizeof(uint))
            throw new InvalidDataException("too short");
        rest = sealedBytes[..^sizeof(uint)];
        if (XxHash32.HashToUInt32(rest) != MemoryMarshal.Read<uint>(sealedBytes[^sizeof(uint)..]))
            throw new InvalidDataException("checksum");
    }

    public T Raw<T>()
        where T : unmanaged => MemoryMarshal.Read<T>(Take(Unsafe.SizeOf<T>()));

    public long Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Raw<byte>();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return (long)value;
        }

        throw new InvalidDataException("number");
    }

    public long Difference()
    {
        var value = (ulong)Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ReadOnlySpan<byte> Bytes(int count) => Take(count);

    /// <summary>A count of things that follow, bounded so that damaged bytes cannot ask for memory.</summary>
    public int Count(int most)
    {
        var count = Varint();
        return count >= 0 && count <= most ? (int)count : throw new InvalidDataException("count");
    }

    /// <summary>One byte, below a bound.</summary>
    public int Index(int bound)
    {
        var index = Raw<byte>();
        return index < bound ? index : throw new InvalidDataException("index");
    }

    public string Text() => Encoding.UTF8.GetString(Take(Count(1024)));

    public DateTimeOffset Moment() => Moment(Varint());

    /// <summary>A moment from Unix ms, whatever damaged bytes say.</summary>
    public static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, 253_402_300_799_999));

    public double Share() => Raw<ushort>() / 10_000.0;

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > rest.Length)
            throw new InvalidDataException("truncated");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
