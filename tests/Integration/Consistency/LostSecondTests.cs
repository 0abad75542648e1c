using System.Text.Json.Nodes;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Redis is killed and returns with an older copy of all data, as with <c>appendfsync everysec</c>; the nodes keep running.
/// </summary>
public sealed class LostSecondTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    public async Task Score_WhenRedisCameBackOlder_GoesOnFromWhatCameBackOnWhicheverNode()
    {
        var session = await nodes.First.Client.Opened($"u-{Guid.NewGuid():N}");
        var person = new Person(1, DateTimeOffset.UtcNow.AddSeconds(1));
        var sequence = 0;
        await Accepted(nodes.First, Batches(3));
        await Save();
        var lost = Batches(3);
        await Accepted(nodes.First, lost);
        Assert.Equal(7L, (await nodes.Stored(session))!.CommitNumber);

        nodes.Server.Kill();
        await nodes.Server.Start();
        await Probe.Until(async () => await nodes.Stored(session) is { CommitNumber: 4 }, "Redis is back, and older");

        // The first node has a recall of the sixth batch; the second has never seen the session.
        await Accepted(nodes.First, Batches(1));
        Assert.Equal((4, 5L, 7L), await Stored());
        await Accepted(nodes.Second, lost);
        await Accepted(nodes.First, Batches(1));
        Assert.Equal((8, 9L, 8L), await Stored());
        await AssertOneChain();

        List<JsonObject> Batches(int count) => [.. Enumerable.Range(0, count).Select(_ => person.Batch(++sequence, session.User))];

        async Task Accepted(SentinelNode node, IEnumerable<JsonObject> batches)
        {
            foreach (var batch in batches)
                await Probe.Until(
                    async () => (await node.Client.Batch(session.Id, batch)) is { Number: 200, Degraded: false },
                    "the batch is accepted"
                );
        }

        async Task<(int Batches, long CommitNumber, long Highest)> Stored()
        {
            var stored = (await nodes.Stored(session))!;
            return (stored.Batches, stored.CommitNumber, stored.Streams.Single().Sequences.Highest);
        }

        async Task AssertOneChain()
        {
            var elements = await nodes.Redis.ListRangeAsync(RedisKeys.Outbox(SessionId.Parse(session.Id).Partition));
            var chain = elements
                .Select(element => AuditRecordCodec.Decode((byte[])element!)!)
                .Where(record => record.Session.Value == session.Id)
                .ToList();
            Assert.Equal(Enumerable.Range(1, 9).Select(number => (long)number), chain.Select(record => record.CommitNumber));
            Assert.Equal(chain.SkipLast(1).Select(record => record.Commit), chain.Skip(1).Select(record => record.PreviousCommit));
        }
    }

    private async Task Save()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{nodes.Server.ConnectionString},allowAdmin=true");
        await redis.GetServers().Single().ExecuteAsync("SAVE");
    }
}
