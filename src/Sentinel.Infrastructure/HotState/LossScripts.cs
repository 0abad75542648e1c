namespace Sentinel.Infrastructure.HotState;

/// <summary>What <see cref="LossWatch"/> does to a partition, and <see cref="SanctionRestore"/> to a user.</summary>
internal static class LossScripts
{
    /// <summary>
    /// KEYS marker. ARGV the least that it may be, the next mark. Moves it on, and returns what it is then; -1 where it is missing or
    /// less.
    /// </summary>
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

    /// <summary>
    /// KEYS marker. ARGV the least that it may be. Removes one that is less, so that nothing is committed any more; 0 where it is in
    /// order.
    /// </summary>
    public const string Close = """
        if tonumber(redis.call('GET', KEYS[1]) or '-1') >= tonumber(ARGV[1]) then
          return 0
        end
        redis.call('DEL', KEYS[1])
        return 1
        """;

    /// <summary>KEYS marker. ARGV a mark. Sets it unless a larger one is there, and returns what it is then.</summary>
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
        redis.call('HSET', KEYS[1], 'e', ARGV[2], 'd', ARGV[3])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return 1
        """;

    /// <summary>KEYS user. ARGV expected epoch. Whoever was written since stays.</summary>
    public const string Remove = """
        if redis.call('HGET', KEYS[1], 'e') ~= ARGV[1] then
          return 0
        end
        return redis.call('DEL', KEYS[1])
        """;
}
