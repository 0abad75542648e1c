using Sentinel.Application.Sessions.Records;

namespace Sentinel.Infrastructure.HotState;

/// <summary>An answer under an idempotency key: the hash of the request, the challenge if any, and the verdict.</summary>
internal static class IdempotentAnswerCodec
{
    private const byte Version = 1;

    public static byte[] Encode(IdempotentAnswer answer)
    {
        var writer = StateWriter.Begin();
        writer.Raw(Version);
        writer.Raw(answer.Content);
        writer.Raw(answer.ChallengeId ?? Guid.Empty);
        VerdictCodec.Write(writer, answer.Verdict);
        return writer.Seal();
    }

    /// <summary>Null if the bytes are null, damaged or of another version.</summary>
    public static IdempotentAnswer? Decode(byte[]? bytes)
    {
        if (bytes is null)
            return null;
        try
        {
            var reader = new StateReader(bytes);
            if (reader.Raw<byte>() != Version)
                return null;
            var (content, challenge) = (reader.Raw<UInt128>(), reader.Raw<Guid>());
            var verdict = VerdictCodec.Read(ref reader);
            reader.End();
            return new(content, challenge == Guid.Empty ? null : challenge, verdict);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
