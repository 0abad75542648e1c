using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.Jobs;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Sessions and users in Redis or Garnet: one read, one script.</summary>
internal sealed class RedisSessionStore(
    IConnectionMultiplexer redis, RedisGate gate, RecentStates recent, OutboxPressure pressure, DirtyPartitions dirty, HotStateOptions options, Policy policy) : ISessionStore
{
    private static readonly RedisValue[] UserFields = ["e", "d", "c"];

    private IDatabase Database => redis.GetDatabase();

    public Loaded? Recall(TenantId tenant, SessionId session) => recent.Find(tenant, session);

    public async Task<Loaded> Load(TenantId tenant, SessionId session, UserId? user, CancellationToken budget)
    {
        var key = HotStateKeys.Session(tenant, session);
        if (user is { } known)
        {
            var (bytes, fields) = await gate.Run(session.Partition, async () =>
            {
                var reading = Database.StringGetAsync(key);
                var readingUser = Database.HashGetAsync(HotStateKeys.User(tenant, session.Partition, known), UserFields);
                return (await reading, await readingUser);
            }, budget);
            return Decode(tenant, session, bytes, fields[0], fields[1], fields[2]);
        }

        var found = Decode(tenant, session, await gate.Run(session.Partition, () => Database.StringGetAsync(key), budget), RedisValue.Null, RedisValue.Null, RedisValue.Null);
        return found.Session is { } state ? found with { User = await LoadUser(tenant, state.User, budget) } : found;
    }

    public async Task<CommitResult> Commit(Commit commit, CancellationToken budget)
    {
        var session = commit.Session;
        var partition = session.Id.Partition;
        EnsureRoom(partition);
        var strikesChanged = !ReferenceEquals(commit.User, commit.LoadedUser) && commit.User.Strikes != commit.LoadedUser.Strikes;
        var epoch = strikesChanged ? CommitId.New() : commit.LoadedUser.Epoch;
        RedisKey[] keys =
        [
            HotStateKeys.Session(session.Tenant, session.Id),
            HotStateKeys.User(session.Tenant, partition, session.User),
            HotStateKeys.Outbox(partition),
        ];
        RedisValue[] values =
        [
            Expected(commit.Record.PreviousCommit),
            Expected(commit.LoadedUser.Epoch),
            SessionCodec.Encode(session, commit.Record.Commit),
            (long)policy.SessionIdle.TotalMilliseconds,
            AuditRecordCodec.Encode(commit.Record),
            strikesChanged ? UserCodec.EncodeEpoch(epoch) : RedisValue.EmptyString,
            strikesChanged ? UserCodec.EncodeStanding(commit.User) : RedisValue.EmptyString,
            commit.CarryOver is { } share ? UserCodec.EncodeCarryOver(share) : RedisValue.EmptyString,
            Lifetime(commit.User, commit.Record.DecidedAt),
        ];

        var reply = await gate.Run(partition, () => Database.ScriptEvaluateAsync(CommitScript.Commit, keys, values), budget);
        dirty.Mark(partition);
        if (reply.Resp2Type == ResultType.Integer)
        {
            recent.Keep(new(session, commit.User with { Epoch = epoch }) { Stored = commit.Record.Commit });
            return new(true, null);
        }

        var current = (RedisValue[])reply!;
        return new(false, Decode(session.Tenant, session.Id, current[0], current[1], current[2], current[3]));
    }

    public async Task<bool> CommitUser(UserCommit commit, CancellationToken budget)
    {
        var record = commit.Record;
        var partition = Partition.Of(record.Tenant, record.User);
        EnsureRoom(partition);
        var reply = await gate.Run(partition, () => Database.ScriptEvaluateAsync(
            CommitScript.CommitUser,
            [HotStateKeys.User(record.Tenant, partition, record.User), HotStateKeys.Outbox(partition)],
            [
                Expected(commit.LoadedUser.Epoch),
                UserCodec.EncodeEpoch(CommitId.New()),
                UserCodec.EncodeStanding(commit.User),
                Lifetime(commit.User, record.DecidedAt),
                AuditRecordCodec.Encode(record),
            ]), budget);
        dirty.Mark(partition);
        return (int)reply == 1;
    }

    public async Task<UserState> LoadUser(TenantId tenant, UserId user, CancellationToken budget)
    {
        var partition = Partition.Of(tenant, user);
        var key = HotStateKeys.User(tenant, partition, user);
        var fields = await gate.Run(partition, () => Database.HashGetAsync(key, UserFields), budget);
        return DecodeUser(fields[0], fields[1], fields[2]);
    }

    /// <summary>ms for which a user is kept: the options', and no shorter than a ban.</summary>
    private long Lifetime(UserState user, DateTimeOffset now) =>
        (long)Math.Max(options.UserLifetime.TotalMilliseconds, user.Ban is { } ban ? (ban.Until - now).TotalMilliseconds : 0);

    private void EnsureRoom(Partition partition)
    {
        if (pressure.IsFull(partition)) throw new HotStateUnavailableException("The outbox takes too much of Redis' memory.");
    }

    private static RedisValue Expected(CommitId id) => id == CommitId.None ? RedisValue.EmptyString : UserCodec.EncodeEpoch(id);

    private static Loaded Decode(TenantId tenant, SessionId id, RedisValue session, RedisValue epoch, RedisValue strikes, RedisValue carryOver)
    {
        var user = DecodeUser(epoch, strikes, carryOver);
        if (session.IsNull)
            return new(null, user);
        var bytes = (byte[])session!;
        var state = SessionCodec.Decode(bytes, tenant, id);
        if (state is null) Metrics.FoundUnreadable("session");
        return new(state, user) { Unreadable = state is null, Stored = SessionCodec.StoredCommit(bytes) };
    }

    private static UserState DecodeUser(RedisValue epoch, RedisValue strikes, RedisValue carryOver)
    {
        if (epoch.IsNull && carryOver.IsNull)
            return UserState.New;
        var user = UserCodec.Decode((byte[]?)epoch, (byte[]?)strikes, (byte[]?)carryOver);
        if (user.IsUnreadable) Metrics.FoundUnreadable("user");
        return user;
    }
}
