using Sentinel.Infrastructure.Settings;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Refuses a Redis that may evict acknowledged data, at the start. If Redis is away, the start continues, and <see cref="OutboxMonitor"/>
/// checks later.
/// </summary>
public sealed class EvictionCheck(IConnectionMultiplexer redis)
{
    /// <exception cref="WrongSettingException">The <c>maxmemory-policy</c> of a master is not <c>noeviction</c>.</exception>
    public async Task Ensure()
    {
        foreach (var server in redis.GetServers().Where(server => server.IsConnected && !server.IsReplica))
        {
            if (await Memory(server) is { MayEvict: true, Policy: var policy })
                throw new WrongSettingException(RedisSetting.Name,
                    $"names a Redis with the maxmemory-policy {policy}, which may evict sessions and audit records: set it to noeviction");
        }
    }

    private static async Task<MemoryInfo?> Memory(IServer server)
    {
        try
        {
            return MemoryInfo.Parse((string?)await server.ExecuteAsync("INFO", "memory") ?? "");
        }
        catch (RedisException)
        {
            return null;
        }
    }
}
