using Sentinel.Application.Access;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Policies;
using Sentinel.Application.Ports;
using Sentinel.Application.Results;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.Jobs;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Sessions and users in Redis or Garnet: one read, one script.</summary>
internal sealed class RedisSessionStore(
    IConnectionMultiplexer redis, RedisGate gate, RecentStates recent, BaselineCache baselines, OutboxMonitor pressure,
    Markers markers, DirtyPartitions dirty, HotStateOptions options, PoliciesInForce policies, TimeProvider time) : ISessionStore
{
    private static readonly RedisValue[] UserFields = ["e", "d", "c", "v", "r", "q"];

    private static readonly RedisValue[] NothingKnown = [.. UserFields.Select(_ => RedisValue.Null)];

    private IDatabase Database => redis.GetDatabase();

    public Loaded? Recall(TenantId tenant, SessionId session) => recent.Find(tenant, session);

    public async Task<Loaded> Load(TenantId tenant, SessionId session, UserId? user, CancellationToken budget)
    {
        var key = RedisKeys.Session(tenant, session);
        if (user is { } known)
        {
            var (bytes, fields) = await Read(session.Partition, async () =>
            {
                var reading = Database.StringGetAsync(key);
                var readingUser = Database.HashGetAsync(RedisKeys.User(tenant, session.Partition, known), UserFields);
                return (await reading, await readingUser);
            }, budget);
            var loaded = Decode(tenant, session, bytes, fields);
            return Keep(await WithBaseline(tenant, session.Partition, known, loaded, budget), known);
        }

        var found = Decode(tenant, session, await Read(session.Partition, () => Database.StringGetAsync(key), budget), NothingKnown);
        return found.Session is { } state ? Keep(found with { User = await LoadUser(tenant, state.User, budget) }, state.User) : found;
    }

    public async Task<CommitResult> Commit(Commit commit, CancellationToken budget)
    {
        var session = commit.Session;
        var partition = session.Id.Partition;
        var policy = policies.Of(session.Tenant);
        EnsureRoom(partition);
        commit = commit with { User = commit.User.Numbered(commit.LoadedUser, commit.Record.DecidedAt) };
        var sanctionsChanged =
            !ReferenceEquals(commit.User, commit.LoadedUser)
            && commit.User with { CarryOver = commit.LoadedUser.CarryOver, Sketches = commit.LoadedUser.Sketches } != commit.LoadedUser;
        var epoch = sanctionsChanged ? CommitId.New() : commit.LoadedUser.Epoch;
        var (opens, sketches) = (session.CommitNumber == 1, commit.Record.Sketches);
        RedisKey[] keys =
        [
            RedisKeys.Session(session.Tenant, session.Id),
            RedisKeys.User(session.Tenant, partition, session.User),
            RedisKeys.Outbox(partition),
            RedisKeys.Marker(partition),
        ];
        RedisValue[] values =
        [
            Expected(commit.Record.PreviousCommit),
            Expected(commit.LoadedUser.Epoch),
            SessionCodec.Encode(session, commit.Record.Commit),
            (long)policy.SessionIdle.TotalMilliseconds,
            AuditRecordCodec.Encode(WithSanctions(commit.Record, commit.User, commit.LoadedUser)),
            sanctionsChanged ? UserCodec.EncodeEpoch(epoch) : RedisValue.EmptyString,
            sanctionsChanged ? UserCodec.EncodeSanctions(commit.User) : RedisValue.EmptyString,
            commit.CarryOver is { } share ? UserCodec.EncodeCarryOver(share) : RedisValue.EmptyString,
            Lifetime(commit.User, commit.Record.DecidedAt),
            markers.Least(partition),
            opens || commit.ComparesSketches ? commit.LoadedUser.Sketches.Added : RedisValue.EmptyString,
            opens ? 0 : SketchMemory.Intact(session.SketchesBefore),
            sketches.IsEmpty ? RedisValue.EmptyString : SketchMemory.Bytes(sketches, commit.Record.DecidedAt),
            sketches.Length,
            SketchMemory.EntryLength,
            SketchMemory.Kept,
            (int)SketchMemory.DayOf(commit.Record.DecidedAt - policy.SketchLifetime),
        ];
        if (commit.Key is { } key)
        {
            keys = [.. keys, RedisKeys.Answers(session.Tenant, session.Id)];
            values =
            [
                .. values,
                Name(key),
                IdempotentAnswerCodec.Encode(new(key.Content, commit.ChallengeId, commit.Record.Verdict, commit.Record.DeclaredAgent)),
                (long)IdempotencyKey.Lifetime.TotalMilliseconds,
                IdempotencyKey.MaxPerSession,
            ];
        }

        var script = CommitScript.Commit;
        if (commit.OpenedDegraded is { } opened)
        {
            script = CommitScript.Create;
            keys = [.. keys, RedisKeys.Erased(session.Tenant, partition, session.User)];
            values = [.. values, opened.ToUnixTimeMilliseconds()];
        }

        var reply = await gate.Run(partition, () => Database.ScriptEvaluateAsync(script, keys, values), budget);
        dirty.Mark(partition);
        EnsureCompared(partition);
        var parts = (RedisValue[])reply!;
        switch ((string?)parts[0])
        {
            case CommitScript.Committed:
                recent.Keep(new(session, commit.User with { Epoch = epoch }) { Stored = commit.Record.Commit });
                return new CommitResult.Committed();
            case CommitScript.Conflict:
                var stands = Decode(session.Tenant, session.Id, parts[1], parts.AsSpan(2));
                stands = await WithBaseline(session.Tenant, partition, session.User, stands, budget);
                return new CommitResult.Conflicted(Keep(stands, session.User));
            case CommitScript.Answered:
                // The bytes are of a newer version, during a rolling update: the answer is unknown.
                return new CommitResult.AlreadyAnswered(
                    IdempotentAnswerCodec.Decode(parts[1]) ?? throw new HotStateUnavailableException("The earlier answer cannot be read.")
                );
            case CommitScript.Full:
                return new CommitResult.TooManyAnswers();
            case CommitScript.Erased:
                return new CommitResult.Erased();
            default:
                throw Lost();
        }
    }

    public async Task Append(AuditRecord record, CancellationToken budget)
    {
        var partition = record.Session.Partition;
        EnsureRoom(partition);
        var element = AuditRecordCodec.Encode(record);
        await gate.Run(partition, () => Database.ListRightPushAsync(RedisKeys.Outbox(partition), element), budget);
        dirty.Mark(partition);
    }

    public async Task<bool> CommitUser(UserCommit commit, CancellationToken budget)
    {
        var user = commit.User.Numbered(commit.LoadedUser, commit.Record.DecidedAt);
        var record = WithSanctions(commit.Record, user, commit.LoadedUser);
        var partition = Partition.Of(record.Tenant, record.User);
        EnsureRoom(partition);
        var reply = await gate.Run(partition, () => Database.ScriptEvaluateAsync(
            CommitScript.CommitUser,
            [
                RedisKeys.User(record.Tenant, partition, record.User),
                RedisKeys.Outbox(partition),
                RedisKeys.Baseline(record.Tenant, partition, record.User),
                RedisKeys.Marker(partition),
            ],
            [
                Expected(commit.LoadedUser.Epoch),
                UserCodec.EncodeEpoch(CommitId.New()),
                UserCodec.EncodeSanctions(user),
                Lifetime(user, record.DecidedAt),
                AuditRecordCodec.Encode(record),
                commit.Baseline is { } baseline ? baseline.Version : RedisValue.EmptyString,
                commit.Baseline?.Content ?? RedisValue.EmptyString,
                markers.Least(partition),
                user.RevokedAt != commit.LoadedUser.RevokedAt,
            ]), budget);
        dirty.Mark(partition);
        EnsureCompared(partition);
        return (string?)reply switch
        {
            CommitScript.Committed => true,
            CommitScript.Conflict => false,
            _ => throw Lost(),
        };
    }

    public async Task<IdempotentAnswer?> Recall(TenantId tenant, SessionId session, IdempotencyKey key, CancellationToken budget) =>
        IdempotentAnswerCodec.Decode(
            (byte[]?)
                await gate.Run(session.Partition, () => Database.HashGetAsync(RedisKeys.Answers(tenant, session), Name(key)), budget)
        );

    public async Task<UserState> LoadUser(TenantId tenant, UserId user, CancellationToken budget)
    {
        var partition = Partition.Of(tenant, user);
        var key = RedisKeys.User(tenant, partition, user);
        var fields = await Read(partition, () => Database.HashGetAsync(key, UserFields), budget);
        return await WithBaseline(tenant, partition, user, DecodeUser(fields), budget);
    }

    public async Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, CancellationToken budget)
    {
        var partition = Partition.Of(tenant, user);
        var erased = (time.GetUtcNow() + ClockSkew.Tolerated).ToUnixTimeMilliseconds();
        var mark = RedisKeys.Erased(tenant, partition, user);
        await gate.Run(partition, () => Database.StringSetAsync(mark, erased, IngestGrant.CreationWindow + ClockSkew.Tolerated), budget);
        RedisKey[] keys = [RedisKeys.User(tenant, partition, user), RedisKeys.Baseline(tenant, partition, user)];
        while (true)
        {
            var stored = await gate.Run(partition, () => Database.HashGetAsync(keys[0], UserFields), budget);
            var left = DecodeUser(stored).After(until);
            RedisValue epoch = stored[0].IsNull ? RedisValue.EmptyString : stored[0];
            RedisValue[] values = left == UserState.New ? [epoch]
                : [epoch, UserCodec.EncodeEpoch(CommitId.New()), UserCodec.EncodeSanctions(left), Lifetime(left, time.GetUtcNow())];
            var reply = (RedisValue[])(await gate.Run(
                partition, () => Database.ScriptEvaluateAsync(CommitScript.EraseUser, keys, values), budget))!;
            if ((string?)reply[0] == CommitScript.Erased)
                return (int)reply[1];
        }
    }

    public async Task<int> EraseSessions(TenantId tenant, UserId user, IReadOnlyCollection<SessionId> sessions, CancellationToken budget)
    {
        var partition = Partition.Of(tenant, user);
        SessionId[] ids = [.. sessions];
        RedisKey[] keys = [.. ids.Select(session => RedisKeys.Session(tenant, session))];
        var stored = await gate.Run(partition, () => Database.StringGetAsync(keys), budget);
        // An unreadable session does not belong to a known other user.
        bool IsOthers(SessionId id, RedisValue bytes) =>
            !bytes.IsNull && SessionCodec.Decode((byte[])bytes!, tenant, id) is { } state && state.User != user;
        SessionId[] own = [.. ids.Where((id, i) => !IsOthers(id, stored[i]))];
        if (own.Length == 0)
            return 0;
        RedisKey[] gone =
        [
            .. own.Select(session => RedisKeys.Session(tenant, session)),
            .. own.Select(session => RedisKeys.Answers(tenant, session)),
        ];
        return (int)await gate.Run(partition, () => Database.KeyDeleteAsync(gone), budget);
    }

    /// <summary>Recalls the session's state for requests while hot state is away, but only under the session's own user.</summary>
    private Loaded Keep(Loaded loaded, UserId user)
    {
        if (loaded is { Session: { } session, User.IsUnreadable: false } && session.User == user)
            recent.Keep(loaded);
        return loaded;
    }

    /// <summary>
    /// Reads the partition's mark in the same round trip: state older than acknowledged must decide nothing, even without a commit.
    /// </summary>
    private async Task<T> Read<T>(Partition partition, Func<Task<T>> call, CancellationToken budget)
    {
        var least = markers.Least(partition);
        var (read, mark) = await gate.Run(partition, async () =>
        {
            var reading = call();
            var marking = Database.StringGetAsync(RedisKeys.Marker(partition));
            return (await reading, await marking);
        }, budget);
        if (mark.IsNull || (long)mark < least)
            throw Lost();
        EnsureCompared(partition);
        return read;
    }

    private static RedisValue Name(IdempotencyKey key) => key.Name.ToString("x32", null);

    /// <summary>How long a user is kept, in ms: as the options specify, but at least until a ban ends.</summary>
    private long Lifetime(UserState user, DateTimeOffset now) =>
        (long)Math.Max(options.UserLifetime.TotalMilliseconds, user.Ban is { } ban ? (ban.Until - now).TotalMilliseconds : 0);

    private void EnsureRoom(Partition partition)
    {
        if (pressure.Refusal(partition) is { } why) throw new HotStateUnavailableException(why);
        EnsureCompared(partition);
    }

    /// <summary>Also called after a reply: a master that took over was seen before its reply.</summary>
    private void EnsureCompared(Partition partition)
    {
        markers.Saw(partition, gate.MasterOf(partition));
        if (markers.IsDoubtful(partition))
            throw new HotStateUnavailableException("Hot state was away, and has not been compared with cold storage yet.");
    }

    /// <summary>The partition's mark is missing, or lower than one that this node has seen.</summary>
    private HotStateUnavailableException Lost()
    {
        markers.Suspect();
        return new("Hot state was lost or is older, and strikes and bans have not been published to it yet.");
    }

    /// <summary>Adds the user's strikes and ban for cold storage, if they have changed.</summary>
    private AuditRecord WithSanctions(AuditRecord record, UserState user, UserState before)
    {
        if (user.SanctionsNumber == before.SanctionsNumber) return record;
        var until = record.DecidedAt;
        foreach (var strike in user.Strikes.Devices) until = Later(until, strike.At);
        var policy = policies.Of(record.Tenant);
        until = Later(Later(until, user.Strikes.OverflowAt) + policy.StrikeLifetime, user.Ban?.Until);
        // For as long as an older copy of hot state could bring back what was revoked: sessions, tokens and proofs of devices.
        var provable = TimeSpan.FromTicks(Math.Max(policy.PassProvesDeviceFor.Ticks, policy.SessionIdle.Ticks));
        until = Later(until, user.RevokedAt + provable + IngestGrant.CreationWindow + ClockSkew.Tolerated);
        return record with { Sanctions = new(user.SanctionsNumber, until, UserCodec.EncodeLasting(user)) };
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static RedisValue Expected(CommitId id) => id == CommitId.None ? RedisValue.EmptyString : UserCodec.EncodeEpoch(id);

    private async Task<Loaded> WithBaseline(TenantId tenant, Partition partition, UserId user, Loaded loaded, CancellationToken budget) =>
        loaded.User.BaselineVersion == 0 ? loaded : loaded with { User = await WithBaseline(tenant, partition, user, loaded.User, budget) };

    /// <summary>
    /// A published baseline never changes, so a node reads each version once. If it is missing, the user has none until it is published
    /// again.
    /// </summary>
    private async Task<UserState> WithBaseline(TenantId tenant, Partition partition, UserId id, UserState user, CancellationToken budget)
    {
        if (user.BaselineVersion == 0)
            return user;
        if (baselines.Find(tenant, id, user) is not { } baseline)
        {
            var content = (byte[]?)
                await gate.Run(partition, () => Database.StringGetAsync(RedisKeys.Baseline(tenant, partition, id)), budget);
            if (baselines.Keep(tenant, id, user, content) is not { } read)
                return user;
            baseline = read;
        }

        return user with { Baseline = baseline };
    }

    private static Loaded Decode(TenantId tenant, SessionId id, RedisValue session, ReadOnlySpan<RedisValue> fields)
    {
        var user = DecodeUser(fields);
        if (session.IsNull)
            return new(null, user);
        var bytes = (byte[])session!;
        var state = SessionCodec.Decode(bytes, tenant, id);
        if (state is null) Metrics.FoundUnreadable("session");
        return new(state, user) { Unreadable = state is null, Stored = SessionCodec.StoredCommit(bytes) };
    }

    private static UserState DecodeUser(ReadOnlySpan<RedisValue> fields)
    {
        var (epoch, sanctions, carryOver, version) = (fields[0], fields[1], fields[2], fields[3]);
        if (epoch.IsNull && carryOver.IsNull && fields[5].IsNull)
            return UserState.New;
        var user = UserCodec.Decode((byte[]?)epoch, (byte[]?)sanctions, (byte[]?)carryOver, version.IsNull ? 0 : (int)version) with
        {
            Sketches = SketchMemory.Of((byte[]?)fields[4], fields[5].IsNull ? 0 : (long)fields[5]),
        };
        if (user.IsUnreadable) Metrics.FoundUnreadable("user");
        return user;
    }
}
