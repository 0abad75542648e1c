using System.Buffers;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Appends little-endian values to a growing buffer; the counterpart of <see cref="StateReader"/>.</summary>
internal sealed class StateWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new(1024);

    /// <summary>A value's bytes as they lie in memory; its size is part of the format's version.</summary>
    public void Raw<T>(in T value)
        where T : unmanaged
    {
        var span = buffer.GetSpan(Unsafe.SizeOf<T>());
        MemoryMarshal.Write(span, in value);
        buffer.Advance(Unsafe.SizeOf<T>());
    }

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

    public void Text(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Varint(count);
        Encoding.UTF8.GetBytes(value, buffer.GetSpan(count));
        buffer.Advance(count);
    }

    public void Moment(DateTimeOffset value) => Varint(value.ToUnixTimeMilliseconds());

    /// <summary>0..1 in steps of 0.0001.</summary>
    public void Share(double value) => Raw((ushort)Math.Round(value * 10_000));

    /// <summary>The bytes, closed by a checksum.</summary>
    public byte[] Seal()
    {
        Raw(XxHash32.HashToUInt32(buffer.WrittenSpan));
        return buffer.WrittenSpan.ToArray();
    }
}
