namespace Sentinel.Infrastructure.HotState;

/// <summary>The scripts of <see cref="LossWatch"/> for a partition, and of <see cref="SanctionRestore"/> for a user.</summary>
internal static class LossScripts
{
    /// <summary>KEYS mark. ARGV the lowest valid mark, the next mark. Raises and returns the mark; -1 if it is missing or lower.</summary>
    public const string Advance = """
        local mark = tonumber(redis.call('GET', KEYS[1]) or '-1')
        if mark < tonumber(ARGV[1]) then
          return -1
        end
        if mark < tonumber(ARGV[2]) then
          redis.call('SET', KEYS[1], ARGV[2])
          return tonumber(ARGV[2])
        end
        return mark
        """;

    /// <summary>KEYS mark. ARGV the lowest valid mark. Removes a lower mark, so that commits are refused; 0 if the mark is valid.</summary>
    public const string Close = """
        if tonumber(redis.call('GET', KEYS[1]) or '-1') >= tonumber(ARGV[1]) then
          return 0
        end
        redis.call('DEL', KEYS[1])
        return 1
        """;

    /// <summary>KEYS mark. ARGV a mark. Sets it unless a larger one exists, and returns the result.</summary>
    public const string Open = """
        local mark = tonumber(redis.call('GET', KEYS[1]) or '-1')
        if mark >= tonumber(ARGV[1]) then
          return mark
        end
        redis.call('SET', KEYS[1], ARGV[1])
        return tonumber(ARGV[1])
        """;

    /// <summary>KEYS user. ARGV expected epoch ('' = none), new epoch, sanctions, the user's TTL in ms.</summary>
    public const string Restore = """
        if (redis.call('HGET', KEYS[1], 'e') or '') ~= ARGV[1] then
          return 0
        end
        if ARGV[5] == '1' then
          redis.call('HDEL', KEYS[1], 'c')
        end
        redis.call('HSET', KEYS[1], 'e', ARGV[2], 'd', ARGV[3])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return 1
        """;

    /// <summary>KEYS user. ARGV expected epoch. A user written since then stays.</summary>
    public const string Remove = """
        if redis.call('HGET', KEYS[1], 'e') ~= ARGV[1] then
          return 0
        end
        return redis.call('DEL', KEYS[1])
        """;
}
