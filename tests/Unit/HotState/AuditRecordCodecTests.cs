using System.IO.Hashing;
using Sentinel.Application.Audit.Records;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Unit.Tests;

/// <summary>Records in the outbox, of this version and of those before it.</summary>
public sealed class AuditRecordCodecTests
{
    private readonly AuditRecord _record = Records.Batch(Records.NewTenant());

    [Fact]
    public void Record_WrittenAndRead_IsTheSame()
    {
        var bytes = AuditRecordCodec.Encode(_record);
        var read = AuditRecordCodec.Decode(bytes)!;
        Assert.Equal((_record.TurnedBy, _record.ImpostorRisk), (read.TurnedBy, read.ImpostorRisk));
        Assert.Equal(bytes, AuditRecordCodec.Encode(read));
    }

    /// <summary>A node of the version before writes the same without the last member.</summary>
    [Fact]
    public void Record_OfVersion8_IsReadWithoutTheImpostorRisk() =>
        AssertRead(8, sizeof(byte), _record with { ImpostorRisk = null });

    [Fact]
    public void Record_OfVersion7_IsReadWithoutWhatTurnedIt() =>
        AssertRead(7, sizeof(byte) + sizeof(byte), _record with { ImpostorRisk = null, TurnedBy = null });

    /// <summary>Records of this version had no sketches either; this one has none, which takes one byte.</summary>
    [Fact]
    public void Record_OfVersion6_IsReadWithoutSketches() =>
        AssertRead(6, sizeof(byte) + sizeof(byte) + sizeof(byte), _record with { ImpostorRisk = null, TurnedBy = null });

    private void AssertRead(byte version, int newBytes, AuditRecord expected)
    {
        var before = AuditRecordCodec.Encode(_record with { ImpostorRisk = null })[..^(sizeof(uint) + newBytes)];
        before[0] = version;
        var read = AuditRecordCodec.Decode([.. before, .. BitConverter.GetBytes(XxHash32.HashToUInt32(before))])!;
        Assert.Equal(AuditRecordCodec.Encode(expected), AuditRecordCodec.Encode(read));
    }
}
