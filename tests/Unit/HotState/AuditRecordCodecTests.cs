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
        Assert.Equal(_record.TurnedBy, read.TurnedBy);
        Assert.Equal(bytes, AuditRecordCodec.Encode(read));
    }

    /// <summary>A node of the version before writes the same without the last member.</summary>
    [Fact]
    public void Record_OfVersion7_IsReadWithoutWhatTurnedIt()
    {
        var before = AuditRecordCodec.Encode(_record)[..^(sizeof(uint) + 1)];
        before[0] = 7;
        var read = AuditRecordCodec.Decode([.. before, .. BitConverter.GetBytes(XxHash32.HashToUInt32(before))])!;
        Assert.Equal(AuditRecordCodec.Encode(_record with { TurnedBy = null }), AuditRecordCodec.Encode(read));
    }
}
