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
        Assert.Equal(
            (_record.TurnedBy, _record.ImpostorRisk, _record.DeclaredAgent), (read.TurnedBy, read.ImpostorRisk, read.DeclaredAgent));
        Assert.Equal(bytes, AuditRecordCodec.Encode(read));
    }

    /// <summary>A node of the version before writes the same without the last member.</summary>
    [Fact]
    public void Record_OfVersion9_IsReadWithoutTheAgent() =>
        AssertRead(9, sizeof(byte), _record with { ImpostorRisk = null, DeclaredAgent = "" });

    [Fact]
    public void Record_OfVersion8_IsReadWithoutTheImpostorRisk() =>
        AssertRead(8, sizeof(byte) + sizeof(byte), _record with { ImpostorRisk = null, DeclaredAgent = "" });

    [Fact]
    public void Record_OfVersion7_IsReadWithoutWhatTurnedIt() =>
        AssertRead(7, 3 * sizeof(byte), _record with { ImpostorRisk = null, TurnedBy = null, DeclaredAgent = "" });

    /// <summary>Records of this version had no sketches either; this one has none, which takes one byte.</summary>
    [Fact]
    public void Record_OfVersion6_IsReadWithoutSketches() =>
        AssertRead(6, 4 * sizeof(byte), _record with { ImpostorRisk = null, TurnedBy = null, DeclaredAgent = "" });

    private void AssertRead(byte version, int newBytes, AuditRecord expected)
    {
        var before = AuditRecordCodec.Encode(_record with { ImpostorRisk = null, DeclaredAgent = "" })[..^(sizeof(uint) + newBytes)];
        before[0] = version;
        var read = AuditRecordCodec.Decode([.. before, .. BitConverter.GetBytes(XxHash32.HashToUInt32(before))])!;
        Assert.Equal(AuditRecordCodec.Encode(expected), AuditRecordCodec.Encode(read));
    }
}
