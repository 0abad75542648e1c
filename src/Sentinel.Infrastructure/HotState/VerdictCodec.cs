using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Verdicts and reasons, as the answer ring and the audit records share them.</summary>
internal static class VerdictCodec
{
    public static void Write(StateWriter writer, Verdict verdict)
    {
        writer.Raw(verdict.DecisionId);
        writer.Raw((byte)verdict.Decision);
        writer.Raw((byte)verdict.Phase);
        writer.Share(verdict.Trust);
        writer.Share(verdict.Risk);
        writer.Varint(verdict.PolicyVersion);
        writer.Varint(verdict.BaselineVersion);
        Write(writer, verdict.Reasons);
    }

    public static Verdict Read(ref StateReader reader) => new()
    {
        DecisionId = reader.Raw<Guid>(),
        Decision = (Decision)reader.Raw<byte>(),
        Phase = (Phase)reader.Raw<byte>(),
        Trust = reader.Share(),
        Risk = reader.Share(),
        PolicyVersion = (int)reader.Varint(),
        BaselineVersion = (int)reader.Varint(),
        Reasons = ReadReasons(ref reader),
    };

    public static void Write(StateWriter writer, ImmutableArray<Reason> reasons)
    {
        writer.Varint(reasons.Length);
        foreach (var reason in reasons)
        {
            writer.Raw(reason.Code.Id);
            writer.Raw((short)Math.Round(reason.Weight * 100));
            writer.Raw((byte)Math.Round(reason.Confidence * 100));
        }
    }

    public static ImmutableArray<Reason> ReadReasons(ref StateReader reader)
    {
        var reasons = ImmutableArray.CreateBuilder<Reason>(reader.Count(64));
        for (var i = 0; i < reasons.Capacity; i++)
        {
            var code = DetectorCatalog.Reason(reader.Raw<byte>());
            reasons.Add(Reason.Of(code, reader.Raw<short>() / 100.0, reader.Raw<byte>() / 100.0));
        }

        return reasons.DrainToImmutable();
    }
}
