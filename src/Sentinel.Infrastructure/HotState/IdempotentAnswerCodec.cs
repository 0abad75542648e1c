using Sentinel.Application.Sessions.Records;

namespace Sentinel.Infrastructure.HotState;

/// <summary>An answer under an idempotency key: the hash of the request, the challenge if any, and the verdict.</summary>
internal static class IdempotentAnswerCodec
{
    private const byte Version = 2;

    /// <summary>Answers of this version do not name the session's agent.</summary>
    private const byte WithoutAgent = 1;

    public static byte[] Encode(IdempotentAnswer answer)
    {
        var writer = StateWriter.Begin();
        writer.Raw(Version);
        writer.Raw(answer.Content);
        writer.Raw(answer.ChallengeId ?? Guid.Empty);
        VerdictCodec.Write(writer, answer.Verdict);
        writer.Text(answer.DeclaredAgent);
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
            var version = reader.Raw<byte>();
            if (version is not (Version or WithoutAgent))
                return null;
            var (content, challenge) = (reader.Raw<UInt128>(), reader.Raw<Guid>());
            var verdict = VerdictCodec.Read(ref reader);
            var agent = version > WithoutAgent ? SessionCodec.ReadAgent(reader.Text()) : "";
            reader.End();
            return new(content, challenge == Guid.Empty ? null : challenge, verdict, agent);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
