using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Appends little-endian values to a per-thread buffer; the counterpart of <see cref="StateReader"/>.</summary>
internal sealed class StateWriter
{
    [ThreadStatic]
    private static StateWriter? spare;

    private byte[] buffer = new byte[4096];
    private int length;

    private StateWriter()
    {
    }

    /// <summary>An empty writer; <see cref="Seal"/> returns it to its thread.</summary>
    public static StateWriter Begin()
    {
        var writer = spare ?? new();
        spare = null;
        writer.length = 0;
        return writer;
    }

    /// <summary>The bytes of a value as in memory; its size belongs to the format's version.</summary>
    public void Raw<T>(in T value)
        where T : unmanaged => MemoryMarshal.Write(Take(Unsafe.SizeOf<T>()), in value);

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>LEB128: small numbers take one byte.</summary>
    public void Varint(long value)
    {
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            Raw((byte)(rest | 0x80));
            rest >>= 7;
        }

        Raw((byte)rest);
    }

    /// <summary>A signed number; near 0 it is short.</summary>
    public void Difference(long value) => Varint((value << 1) ^ (value >> 63));

    public void Text(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Varint(count);
        Encoding.UTF8.GetBytes(value, Take(count));
    }

    public void Moment(DateTimeOffset value) => Varint(value.ToUnixTimeMilliseconds());

    /// <summary>0..1 in steps of 0.0001.</summary>
    public void Share(double value) => Raw((ushort)Math.Round(value * 10_000));

    /// <summary>The bytes with a checksum. The writer must not be used afterwards.</summary>
    public byte[] Seal()
    {
        Raw(XxHash32.HashToUInt32(buffer.AsSpan(0, length)));
        spare = this;
        return buffer.AsSpan(0, length).ToArray();
    }

    private Span<byte> Take(int count)
    {
        if (length + count > buffer.Length)
            Array.Resize(ref buffer, Math.Max(length + count, 2 * buffer.Length));
        length += count;
        return buffer.AsSpan(length - count, count);
    }
}
