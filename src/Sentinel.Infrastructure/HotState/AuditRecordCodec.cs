using System.Collections.Immutable;
using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Features;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.Formats;

namespace Sentinel.Infrastructure.HotState;

/// <summary>The format of an audit record in the outbox.</summary>
internal static class AuditRecordCodec
{
    private const byte Version = 10;

    /// <summary>Records of this version do not name the session's agent.</summary>
    private const byte WithoutAgent = 9;

    /// <summary>Records of this version do not say how likely an impostor was.</summary>
    private const byte WithoutImpostorRisk = 8;

    /// <summary>Records of this version do not say what turned the decision.</summary>
    private const byte WithoutTurn = 7;

    /// <summary>Records of this version hold no sketches.</summary>
    private const byte WithoutSketches = 6;

    /// <summary>More than a batch can leave.</summary>
    private const int MaxSketches = 1 << 10;

    private const int MostTrainingSampleBytes = 1 << 20;

    private const int MaxSanctionBytes = 1 << 12;

    public static byte[] Encode(AuditRecord record)
    {
        var writer = StateWriter.Begin();
        writer.Raw(Version);
        writer.Moment(record.DecidedAt);
        writer.Raw((byte)record.Kind);
        writer.Text(record.Tenant.Value);
        writer.Text(record.User.Value);
        writer.Text(record.Session.Value);
        writer.Text(record.Stream);
        writer.Varint(record.Sequence);
        writer.Text(record.Action);
        writer.Raw((byte)record.Sensitivity);
        VerdictCodec.Write(writer, record.Verdict);
        writer.Raw((byte)(record.ChallengeOutcome is { } outcome ? 1 + (byte)outcome : 0));
        writer.Varint(record.CommitNumber);
        writer.Raw(record.Commit.Value);
        writer.Raw(record.PreviousCommit.Value);
        writer.Raw((byte)record.Learning);
        if (record.Learning != LearningOutcome.Never)
        {
            var sample = TrainingSampleFormat.Write(record.TrainingSample);
            writer.Varint(sample.Length);
            writer.Bytes(sample);
        }

        writer.Text(record.Actor);
        writer.Text(record.Target);
        writer.Raw(record.Sanctions is not null);
        if (record.Sanctions is { } sanctions)
        {
            writer.Varint(sanctions.Number);
            writer.Moment(sanctions.ExpiresAt);
            writer.Varint(sanctions.Content.Length);
            writer.Bytes(sanctions.Content);
        }

        writer.Varint(record.Sketches.Length);
        foreach (var sketch in record.Sketches)
        {
            writer.Raw((byte)sketch.Kind);
            writer.Raw(sketch.Measures);
        }

        writer.Raw(record.TurnedBy?.Id ?? 0);
        writer.Raw(record.ImpostorRisk is not null);
        if (record.ImpostorRisk is { } impostorRisk)
            writer.Share(impostorRisk);
        writer.Text(record.DeclaredAgent);
        return writer.Seal();
    }

    /// <summary>Null for an element that this version cannot read.</summary>
    public static AuditRecord? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new StateReader(bytes);
            var version = reader.Raw<byte>();
            if (version is not (Version or WithoutAgent or WithoutImpostorRisk or WithoutTurn or WithoutSketches))
                return null;
            var record = Read(ref reader);
            if (reader.Raw<byte>() is > 0 and var learning)
                record = WithTrainingSample(
                    record,
                    (LearningOutcome)learning,
                    reader.Bytes(reader.Count(MostTrainingSampleBytes)).ToArray()
                );
            record = record with { Actor = reader.Text(), Target = reader.Text() };
            if (reader.Flag())
            {
                var (number, expiresAt) = (reader.Number(), reader.Moment());
                record = record with { Sanctions = new(number, expiresAt, reader.Bytes(reader.Count(MaxSanctionBytes)).ToArray()) };
            }

            if (version != WithoutSketches)
                record = record with { Sketches = ReadSketches(ref reader) };
            if (version > WithoutTurn && reader.Raw<byte>() is > 0 and var turnedBy)
                record = record with { TurnedBy = DetectorCatalog.Reason(turnedBy) };
            if (version > WithoutImpostorRisk && reader.Flag())
                record = record with { ImpostorRisk = reader.Share() };
            if (version > WithoutAgent)
                record = record with { DeclaredAgent = SessionCodec.ReadAgent(reader.Text()) };
            reader.End();
            return
                Enum.IsDefined(record.Kind)
                && Enum.IsDefined(record.Sensitivity)
                && (record.ChallengeOutcome is not { } outcome || Enum.IsDefined(outcome))
                ? record
                : null;
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            return null;
        }
    }

    /// <summary>If the training sample cannot be read, the record is kept without it.</summary>
    private static AuditRecord WithTrainingSample(AuditRecord record, LearningOutcome learning, byte[] sample)
    {
        try
        {
            return Enum.IsDefined(learning)
                ? record with
                {
                    Learning = learning,
                    TrainingSample = TrainingSampleFormat.Read(sample),
                }
                : record;
        }
        catch (FormatException)
        {
            return record;
        }
    }

    private static ImmutableArray<InputSketch> ReadSketches(ref StateReader reader)
    {
        var sketches = ImmutableArray.CreateBuilder<InputSketch>(reader.Count(MaxSketches));
        for (var i = sketches.Capacity; i > 0; i--)
            sketches.Add(new((SketchKind)reader.Index((int)SketchKind.Stroke + 1), reader.Raw<ulong>()));
        return sketches.DrainToImmutable();
    }

    private static AuditRecord Read(ref StateReader reader) => new()
    {
        DecidedAt = reader.Moment(),
        Kind = (AuditKind)reader.Raw<byte>(),
        Tenant = TenantId.Parse(reader.Text()),
        User = UserId.Parse(reader.Text()),
        Session = SessionId.ParseOrNone(reader.Text()),
        Stream = reader.Text(),
        Sequence = reader.Number(),
        Action = reader.Text(),
        Sensitivity = (Sensitivity)reader.Raw<byte>(),
        Verdict = VerdictCodec.Read(ref reader),
        ChallengeOutcome = reader.Raw<byte>() is > 0 and var outcome ? (ChallengeOutcome)(outcome - 1) : null,
        CommitNumber = reader.Number(),
        Commit = new(reader.Raw<UInt128>()),
        PreviousCommit = new(reader.Raw<UInt128>()),
    };
}
