using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>What a connection to Redis is opened by.</summary>
public static class RedisPassword
{
    /// <summary>Null where there is none.</summary>
    /// <exception cref="ArgumentException">It is no configuration of StackExchange.Redis.</exception>
    public static string? Of(string configuration) => ConfigurationOptions.Parse(configuration).Password;
}
