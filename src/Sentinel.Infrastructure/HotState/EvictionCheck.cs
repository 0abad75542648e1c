using Sentinel.Infrastructure.Settings;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Refuses a Redis that may evict what was acknowledged. One that is away at the start is no reason not to start.</summary>
public sealed class EvictionCheck(IConnectionMultiplexer redis)
{
    /// <exception cref="WrongSettingException">A master has another <c>maxmemory-policy</c> than <c>noeviction</c>.</exception>
    public async Task Ensure()
    {
        foreach (var server in redis.GetServers().Where(server => server.IsConnected && !server.IsReplica))
        {
            var policy = await Policy(server);
            if (policy is not (null or "noeviction"))
                throw new WrongSettingException(RedisSetting.Name,
                    $"names a Redis with the maxmemory-policy {policy}, which may evict sessions and audit records: set it to noeviction");
        }
    }

    /// <summary>Null where the server does not tell, as Garnet and some managed services do.</summary>
    private static async Task<string?> Policy(IServer server)
    {
        try
        {
            const string line = "maxmemory_policy:";
            var info = (string?)await server.ExecuteAsync("INFO", "memory") ?? "";
            return info.Split("\r\n").FirstOrDefault(text => text.StartsWith(line, StringComparison.Ordinal))?[line.Length..];
        }
        catch (RedisException)
        {
            return null;
        }
    }
}
