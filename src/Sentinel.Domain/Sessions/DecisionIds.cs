using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Sentinel.Domain.Sessions;

/// <summary>
/// Decision ids are UUIDs of version 7 (RFC 9562): 48 bits of server milliseconds, and a hash of the session id and the commit number.
/// Commit numbers are unique within a session, so ids are unique and need not be stored with answers.
/// </summary>
public static class DecisionIds
{
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
