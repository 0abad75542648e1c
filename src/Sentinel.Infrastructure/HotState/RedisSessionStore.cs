using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.Jobs;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Sessions and users in Redis or Garnet: one read, one script.</summary>
internal sealed class RedisSessionStore(IConnectionMultiplexer redis, RedisGate gate, DirtyPartitions dirty, HotStateOptions options, Policy policy)
    : ISessionStore
{
    private static readonly RedisValue[] UserFields = ["e", "d", "c"];

    private IDatabase Database => redis.GetDatabase();

    public async Task<Loaded> Load(TenantId tenant, SessionId session, UserId? user, CancellationToken budget)
    {
        var key = HotStateKeys.Session(tenant, session);
        if (user is { } known)
        {
            var (bytes, fields) = await gate.Run(async () =>
            {
                var reading = Database.StringGetAsync(key);
                var readingUser = Database.HashGetAsync(HotStateKeys.User(tenant, session.Partition, known), UserFields);
                return (await reading, await readingUser);
            }, budget);
            return Decode(bytes, fields[0], fields[1], fields[2]);
        }

        var found = Decode(await gate.Run(() => Database.StringGetAsync(key), budget), RedisValue.Null, RedisValue.Null, RedisValue.Null);
        return found.Session is { } state ? found with { User = await LoadUser(tenant, state.User, budget) } : found;
    }

    public async Task<CommitResult> Commit(Commit commit, CancellationToken budget)
    {
        var session = commit.Session;
        var partition = session.Id.Partition;
        var strikesChanged = !ReferenceEquals(commit.User, commit.LoadedUser) && commit.User.Strikes != commit.LoadedUser.Strikes;
        var carryOver = commit.User.CarryOver is { } trust && commit.User.CarryOver != commit.LoadedUser.CarryOver ? trust : (double?)null;
        RedisKey[] keys =
        [
            HotStateKeys.Session(session.Tenant, session.Id),
            HotStateKeys.User(session.Tenant, partition, session.User),
            HotStateKeys.Outbox(partition),
        ];
        RedisValue[] values =
        [
            Expected(commit.Replaces),
            Expected(commit.LoadedUser.Epoch),
            SessionCodec.Encode(session),
            (long)policy.SessionIdle.TotalMilliseconds,
            AuditRecordCodec.Encode(commit.Record),
            strikesChanged ? UserCodec.EncodeEpoch(CommitId.New()) : RedisValue.EmptyString,
            strikesChanged ? UserCodec.EncodeStrikes(commit.User) : RedisValue.EmptyString,
            carryOver is { } share ? UserCodec.EncodeCarryOver(share) : RedisValue.EmptyString,
            (long)options.UserLifetime.TotalMilliseconds,
        ];

        var reply = (RedisResult[])(await gate.Run(() => Database.ScriptEvaluateAsync(CommitScript.Commit, keys, values), budget))!;
        dirty.Mark(partition);
        return (int)reply[0] == 1
            ? new(true, default)
            : new(false, Decode((RedisValue)reply[1], (RedisValue)reply[2], (RedisValue)reply[3], (RedisValue)reply[4]));
    }

    private async Task<UserState> LoadUser(TenantId tenant, UserId user, CancellationToken budget)
    {
        var key = HotStateKeys.User(tenant, Partition.Of(tenant, user), user);
        var fields = await gate.Run(() => Database.HashGetAsync(key, UserFields), budget);
        return DecodeUser(fields[0], fields[1], fields[2]);
    }

    private static RedisValue Expected(CommitId id) => id == CommitId.None ? RedisValue.EmptyString : UserCodec.EncodeEpoch(id);

    private static Loaded Decode(RedisValue session, RedisValue epoch, RedisValue strikes, RedisValue carryOver)
    {
        var user = DecodeUser(epoch, strikes, carryOver);
        if (session.IsNull)
            return new(null, user);
        var bytes = (byte[])session!;
        var state = SessionCodec.Decode(bytes);
        return new(state, user) { Unreadable = state is null, Stored = SessionCodec.StoredCommit(bytes) };
    }

    private static UserState DecodeUser(RedisValue epoch, RedisValue strikes, RedisValue carryOver) =>
        epoch.IsNull && carryOver.IsNull
            ? UserState.New
            : UserCodec.Decode((byte[]?)epoch, (byte[]?)strikes, (byte[]?)carryOver);
}
