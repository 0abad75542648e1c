using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Sentinel.Domain.Sessions;

/// <summary>
/// Names decisions by UUIDs of version 7 (RFC 9562): 48 bits of server milliseconds, the rest a hash of the session and the number of its
/// commit. No two commits of a session share a number, so the id is unique without being stored with every answer that is kept.
/// </summary>
public static class DecisionIds
{
    /// <param name="session">Whose decision it is.</param>
    /// <param name="commitNumber">Of the commit that makes it.</param>
    /// <param name="at">When; whole milliseconds count.</param>
    public static Guid Of(SessionId session, long commitNumber, DateTimeOffset at)
    {
        Span<byte> seed = stackalloc byte[SessionId.Length + sizeof(long)];
        Encoding.ASCII.GetBytes(session.Value, seed);
        BinaryPrimitives.WriteInt64LittleEndian(seed[SessionId.Length..], commitNumber);

        Span<byte> id = stackalloc byte[16];
        XxHash128.Hash(seed, id);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, at.ToUnixTimeMilliseconds());
        time[2..].CopyTo(id);
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new(id, bigEndian: true);
    }
}
