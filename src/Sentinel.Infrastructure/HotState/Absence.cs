using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

internal static class Absence
{
    /// <summary>
    /// Whether none of the keys exists, in one command. Always false for a cluster, where a command covers one slot: callers then ask per
    /// key.
    /// </summary>
    public static async Task<bool> HasNone(this IConnectionMultiplexer redis, IEnumerable<RedisKey> keys) =>
        !Array.Exists(redis.GetServers(), server => server.ServerType == ServerType.Cluster)
        && await redis.GetDatabase().KeyExistsAsync([.. keys]) == 0;
}
