using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

internal static class Absence
{
    /// <summary>
    /// Whether none of the keys is there, in one question. Always false in a cluster, which answers for one slot at a time: there each key
    /// is asked for by itself.
    /// </summary>
    public static async Task<bool> HasNone(this IConnectionMultiplexer redis, IEnumerable<RedisKey> keys) =>
        !Array.Exists(redis.GetServers(), server => server.ServerType == ServerType.Cluster)
        && await redis.GetDatabase().KeyExistsAsync([.. keys]) == 0;
}
