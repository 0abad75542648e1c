using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>Audit records that another version could not read wait beside the outbox for one that can.</summary>
[Collection(ServedNode.Name)]
public sealed class SetAsideTests(ServedParts parts)
{
    [Fact]
    public async Task Sweep_WhenARecordWasSetAsideThatThisVersionReads_BringsItToTheAuditAndLeavesTheOthers()
    {
        var node = parts.Node;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(node.Settings.Redis!);
        var hot = connection.GetDatabase();
        var user = UserId.Parse("u-set-aside");
        var partition = Partition.Of(TenantId.Default, user);
        var record = AuditRecord.Of(AuditKind.Ban, TenantId.Default, user, SessionId.None, Decision.Block, DateTimeOffset.UtcNow);
        var aside = RedisKeys.Unreadable(partition);
        await hot.SetAddAsync(aside, [AuditRecordCodec.Encode(record), "of a later version"]);

        await Probe.Until(async () => (await node.Client.AuditRows($"userId={user}")).Count == 1, "the record is in the audit");
        Assert.Equal(["of a later version"], (await hot.SetMembersAsync(aside)).Select(element => (string)element!));
        // Other tests use the node later.
        await hot.KeyDeleteAsync(aside);
    }
}
