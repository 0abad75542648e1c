using Sentinel.Infrastructure.Settings;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Refuses, at the start, a Redis that may evict what was acknowledged. One that is away is no reason not to start:
/// <see cref="OutboxMonitor"/> asks again.
/// </summary>
public sealed class EvictionCheck(IConnectionMultiplexer redis)
{
    /// <exception cref="WrongSettingException">A master has another <c>maxmemory-policy</c> than <c>noeviction</c>.</exception>
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
