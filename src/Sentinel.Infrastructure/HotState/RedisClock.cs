using Sentinel.Infrastructure.Clocks;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>The clock of Redis, read from any connected master.</summary>
internal sealed class RedisClock(IConnectionMultiplexer redis) : IOtherClock
{
    public string Name => "Redis";

    public async Task<DateTimeOffset?> Read(CancellationToken cancel)
    {
        try
        {
            var server = redis.GetServers().FirstOrDefault(server => server is { IsConnected: true, IsReplica: false });
            return server is null ? null : await server.TimeAsync().WaitAsync(cancel);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            return null;
        }
    }
}
