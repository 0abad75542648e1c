using Sentinel.Application.Ports;
using Sentinel.Application.Sessions.Records;
using Sentinel.Application.Stats.Records;
using Sentinel.Domain.Sessions;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Counts the outbox lists, and reads when their first records were decided.</summary>
internal sealed class RedisBacklog(IConnectionMultiplexer redis, OutboxMonitor monitor) : IBacklog
{
    public async Task<Backlog> Read(CancellationToken cancel)
    {
        try
        {
            var keys = Enumerable.Range(0, Partition.Count).Select(i => RedisKeys.Outbox(new((byte)i))).ToArray();
            if (await redis.HasNone(keys).WaitAsync(cancel)) return new(0, monitor.Now().Share, null);
            var database = redis.GetDatabase();
            var lengths = await Task.WhenAll(keys.Select(key => database.ListLengthAsync(key))).WaitAsync(cancel);
            var first = await Task.WhenAll(keys.Where((_, i) => lengths[i] > 0).Select(key => database.ListGetByIndexAsync(key, 0)))
                .WaitAsync(cancel);
            var times = first.Where(element => !element.IsNull)
                .Select(element => AuditRecordCodec.Decode((byte[])element!)?.DecidedAt)
                .OfType<DateTimeOffset>();
            return new(lengths.Sum(), monitor.Now().Share, times.Order().Select(at => (DateTimeOffset?)at).FirstOrDefault());
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            throw new HotStateUnavailableException("Hot state did not answer.", e);
        }
    }
}
