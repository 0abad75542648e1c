using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Sentinel.Domain.Statistics;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Reads values written by <see cref="StateWriter"/>, with bounds checks that throw <see cref="InvalidDataException"/>.</summary>
internal ref struct StateReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> rest;

    /// <exception cref="InvalidDataException">The checksum does not match.</exception>
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

    /// <summary>Like <c>Raw</c>, but rejects numbers that Sentinel cannot have written.</summary>
    public T Sound<T>()
        where T : unmanaged, IStored => Raw<T>() is { IsSound: true } value ? value : throw new InvalidDataException("numbers");

    public bool Flag() => Index(2) == 1;

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

    /// <summary>A count of the following items, bounded so that damaged bytes cannot request memory.</summary>
    public int Count(int most) => (int)Number(most);

    /// <summary>0..<paramref name="most"/>.</summary>
    public long Number(long most = long.MaxValue)
    {
        var number = Varint();
        return number >= 0 && number <= most ? number : throw new InvalidDataException("count");
    }

    /// <summary>One byte, below the bound.</summary>
    public int Index(int bound)
    {
        var index = Raw<byte>();
        return index < bound ? index : throw new InvalidDataException("index");
    }

    /// <summary>Rejects NUL, which PostgreSQL refuses.</summary>
    public string Text()
    {
        try
        {
            var text = Strict.GetString(Take(Count(1024)));
            return text.Contains('\0', StringComparison.Ordinal) ? throw new InvalidDataException("text") : text;
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("text", e);
        }
    }

    public DateTimeOffset Moment() => Moment(Varint());

    /// <summary>A time from Unix ms, clamped to the valid range.</summary>
    public static DateTimeOffset Moment(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, 253_402_300_799_999));

    public double Share() => Raw<ushort>() is <= 10_000 and var share ? share / 10_000.0 : throw new InvalidDataException("share");

    /// <summary>Rejects further bytes.</summary>
    public readonly void End()
    {
        if (!rest.IsEmpty)
            throw new InvalidDataException("something behind");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > rest.Length)
            throw new InvalidDataException("truncated");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
