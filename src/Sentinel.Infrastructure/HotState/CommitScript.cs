namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// The compare-and-set of docs/architecture.md, loaded once and called by its hash. On a conflict it returns the stored state, so a retry
/// needs no read.
/// </summary>
internal static class CommitScript
{
    /// <summary>The first element of a reply is the outcome.</summary>
    public const string Committed = "committed", Conflict = "conflict", Answered = "answered", Full = "full", Erased = "erased";

    /// <summary>The partition's mark is missing or too low: its state was lost.</summary>
    public const string Lost = "lost";

    /// <summary>
    /// KEYS session, user, outbox, mark and, with an idempotency key, the session's answers. ARGV 1 expected commit id ('' = no session), 2
    /// expected epoch ('' = none), 3 session, 4 its TTL in ms, 5 audit record, 6 new epoch ('' = user unchanged), 7 new strikes and ban, 8
    /// carry-over ('' = unchanged), 9 the user's TTL in ms, 10 the lowest valid mark (else <see cref="Lost"/>), 11 how many sketches were
    /// expected to have been added ('' = any), 12 how many may have been all the same, 13 new sketches ('' = none), 14 how many, 15 their
    /// length, 16 how many are kept, 17 the first day of those that are kept. With a key also 18 the key, 19 the answer, 20 the answers'
    /// TTL in ms, 21 how many answers are kept (then <see cref="Full"/>); a stored answer is returned. The session is written last, and
    /// bytes too short for a session count as none: <see cref="GarnetRecovery"/> relies on both.
    /// </summary>
    public const string Commit = $$"""
        if tonumber(redis.call('GET', KEYS[4]) or '-1') < tonumber(ARGV[10]) then
          return {'{{Lost}}'}
        end
        local earlier = KEYS[5] and redis.call('HGET', KEYS[5], ARGV[18])
        if earlier then
          return {'{{Answered}}', earlier}
        end
        if KEYS[5] and redis.call('HLEN', KEYS[5]) >= tonumber(ARGV[21]) then
          return {'{{Full}}'}
        end
        local current = redis.call('GET', KEYS[1])
        local epoch = redis.call('HGET', KEYS[2], 'e')
        local commit = current and #current >= 16 and string.sub(current, 1, 16) or ''
        local added = redis.call('HGET', KEYS[2], 'q') or '0'
        local stale = ARGV[11] ~= '' and added ~= ARGV[11] and tonumber(added) > tonumber(ARGV[12])
        if commit ~= ARGV[1] or (epoch or '') ~= ARGV[2] or stale then
          local user = redis.call('HMGET', KEYS[2], 'd', 'c', 'v', 'r', 'q')
          return {'{{Conflict}}', current, epoch, user[1], user[2], user[3], user[4], user[5]}
        end
        if ARGV[6] ~= '' then
          redis.call('HSET', KEYS[2], 'e', ARGV[6], 'd', ARGV[7])
        end
        if ARGV[8] ~= '' then
          redis.call('HSET', KEYS[2], 'c', ARGV[8])
        end
        if ARGV[13] ~= '' then
          local kept = (redis.call('HGET', KEYS[2], 'r') or '') .. ARGV[13]
          local first = math.max(1, #kept - tonumber(ARGV[15]) * tonumber(ARGV[16]) + 1)
          while string.byte(kept, first) + 256 * string.byte(kept, first + 1) < tonumber(ARGV[17]) do
            first = first + tonumber(ARGV[15])
          end
          redis.call('HSET', KEYS[2], 'r', string.sub(kept, first))
          redis.call('HINCRBY', KEYS[2], 'q', ARGV[14])
        end
        if ARGV[6] ~= '' or ARGV[8] ~= '' or ARGV[13] ~= '' then
          redis.call('PEXPIRE', KEYS[2], ARGV[9])
        end
        if KEYS[5] then
          redis.call('HSET', KEYS[5], ARGV[18], ARGV[19])
          redis.call('PEXPIRE', KEYS[5], ARGV[20])
        end
        redis.call('RPUSH', KEYS[3], ARGV[5])
        redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
        return {'{{Committed}}'}
        """;

    /// <summary>
    /// Creates a session that was opened while hot state was away. KEYS and ARGV as for <see cref="Commit"/> without an idempotency key,
    /// then KEYS 5 the time of the user's erasure and ARGV 18 when the session was opened, in ms. Writes nothing if the user was erased at
    /// or after that.
    /// </summary>
    public const string Create = $$"""
        local erased = redis.call('GET', KEYS[5])
        if erased and tonumber(erased) >= tonumber(ARGV[18]) then
          return {'{{Erased}}'}
        end
        KEYS[5] = nil

        """ + Commit;

    /// <summary>
    /// KEYS user, outbox, baseline, mark. ARGV 1 expected epoch ('' = none), 2 new epoch, 3 strikes, ban and devices, 4 the user's TTL in
    /// ms, 5 audit record, 6 the baseline's published version ('' = unchanged, 0 = none), 7 the baseline, 8 the lowest valid mark (else
    /// <see cref="Lost"/>), 9 whether the carry-over is forgotten ('1').
    /// </summary>
    public const string CommitUser = $$"""
        if tonumber(redis.call('GET', KEYS[4]) or '-1') < tonumber(ARGV[8]) then
          return '{{Lost}}'
        end
        if (redis.call('HGET', KEYS[1], 'e') or '') ~= ARGV[1] then
          return '{{Conflict}}'
        end
        redis.call('RPUSH', KEYS[2], ARGV[5])
        if ARGV[6] == '0' then
          redis.call('DEL', KEYS[3])
          redis.call('HDEL', KEYS[1], 'v')
        elseif ARGV[6] ~= '' then
          redis.call('SET', KEYS[3], ARGV[7], 'PX', ARGV[4])
          redis.call('HSET', KEYS[1], 'v', ARGV[6])
        end
        if ARGV[9] == '1' then
          redis.call('HDEL', KEYS[1], 'c')
        end
        redis.call('HSET', KEYS[1], 'e', ARGV[2], 'd', ARGV[3])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return '{{Committed}}'
        """;

    /// <summary>
    /// KEYS user, baseline. ARGV 1 expected epoch ('' = none); if part of the user stays, also 2 new epoch, 3 strikes and ban, 4 the user's
    /// TTL in ms. Deletes the rest and returns the number of deleted keys.
    /// </summary>
    public const string EraseUser = $$"""
        if (redis.call('HGET', KEYS[1], 'e') or '') ~= ARGV[1] then
          return {'{{Conflict}}'}
        end
        if not ARGV[2] then
          return {'{{Erased}}', redis.call('DEL', KEYS[1], KEYS[2])}
        end
        redis.call('HSET', KEYS[1], 'e', ARGV[2], 'd', ARGV[3])
        redis.call('HDEL', KEYS[1], 'c', 'v', 'r', 'q')
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return {'{{Erased}}', redis.call('DEL', KEYS[2])}
        """;

    /// <summary>
    /// KEYS outbox. ARGV first element, last element and length of the slice. Removes the slice if it is still the head of the list.
    /// </summary>
    public const string Trim = """
        local length = tonumber(ARGV[3])
        if redis.call('LINDEX', KEYS[1], 0) ~= ARGV[1] or redis.call('LINDEX', KEYS[1], length - 1) ~= ARGV[2] then
          return 0
        end
        redis.call('LTRIM', KEYS[1], length, -1)
        return 1
        """;

    /// <summary>KEYS the set of unreadable elements, outbox. ARGV an element: moves it, unless another node has.</summary>
    public const string TakeBack = """
        if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 0 then
          return 0
        end
        redis.call('RPUSH', KEYS[2], ARGV[1])
        redis.call('SREM', KEYS[1], ARGV[1])
        return 1
        """;
}
