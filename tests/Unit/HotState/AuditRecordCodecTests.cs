using System.IO.Hashing;
using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Unit.Tests;

/// <summary>Records in the outbox, of this version and of those before it.</summary>
public sealed class AuditRecordCodecTests
{
    /// <summary>With scores in the stored resolution.</summary>
    private readonly AuditRecord _record =
        Records.Batch(Records.NewTenant()).Deciding(verdict => verdict with { Scores = new(0.5, 0.25, Phase.Verifying), WouldHave = null });

    [Fact]
    public void Record_WrittenAndRead_IsTheSame()
    {
        Records.AssertSame(_record, AuditRecordCodec.Decode(AuditRecordCodec.Encode(_record))!);
        Assert.Null(AuditRecordCodec.Decode(AuditRecordCodec.Encode(_record with { TurnedBy = null }))!.TurnedBy);
    }

    /// <summary>A node of the version before writes the same without the last member.</summary>
    [Fact]
    public void Record_OfVersion7_IsReadWithoutWhatTurnedIt()
    {
        var now = AuditRecordCodec.Encode(_record);
        var before = now[..^(sizeof(uint) + 1)];
        before[0] = 7;
        var read = AuditRecordCodec.Decode([.. before, .. BitConverter.GetBytes(XxHash32.HashToUInt32(before))]);
        Records.AssertSame(_record with { TurnedBy = null }, read!);
    }
}
