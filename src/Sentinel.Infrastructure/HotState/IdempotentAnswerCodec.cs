using System.Buffers.Binary;
using Sentinel.Application.Sessions.Records;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// An answer under an idempotency key: the hash of what was asked (16), the challenge (16, zero for none), and the decision's audit record.
/// </summary>
internal static class IdempotentAnswerCodec
{
    private const int Head = 32;

    public static byte[] Encode(IdempotentAnswer answer)
    {
        var record = AuditRecordCodec.Encode(answer.Record);
        var bytes = new byte[Head + record.Length];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, answer.Content);
        (answer.ChallengeId ?? Guid.Empty).TryWriteBytes(bytes.AsSpan(16));
        record.CopyTo(bytes, Head);
        return bytes;
    }

    /// <summary>Null for nothing, damaged bytes and those of a newer version.</summary>
    public static IdempotentAnswer? Decode(byte[]? bytes)
    {
        if (bytes is null || bytes.Length <= Head || AuditRecordCodec.Decode(bytes.AsSpan(Head)) is not { } record)
            return null;
        var challenge = new Guid(bytes.AsSpan(16, 16));
        return new(BinaryPrimitives.ReadUInt128LittleEndian(bytes), challenge == Guid.Empty ? null : challenge, record);
    }
}
