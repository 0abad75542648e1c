using System.Text;
using Npgsql;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;
using Sentinel.Infrastructure.HotState;
using Sentinel.Unit.Tests;
using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>A job erases a user with very many sessions, and the node is killed half way.</summary>
public sealed class LargeErasureTests(PostgresServer server, RedisServer redis) : IClassFixture<PostgresServer>, IClassFixture<RedisServer>
{
    private static readonly UserId User = UserId.Parse("u-of-many-sessions");

    private static readonly Partition Home = Partition.Of(TenantId.Default, User);

    [Fact]
    [Trait("Category", "Long")]
    public Task Erase_WhenTheUserHasManySessionsAndTheNodeIsKilled_GoesOnAndLeavesNothing() => EraseAndKill(1_200);

    [Fact]
    [Trait("Category", "Long")]
    public Task Erase_WhenTheUserHasTensOfThousandsOfSessionsAndTheNodeIsKilled_GoesOnAndLeavesNothing() => EraseAndKill(33_978);

    /// <summary>Three erasures make no progress, while the node's other jobs continue.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public async Task Erase_WhenErasuresTakeLong_TheDrainGoesOnAndNoneIsQueuedTwice()
    {
        var database = await server.Database("erasure_long");
        await using var node = await SentinelNode.Started(
            new NodeSettings { Redis = redis.ConnectionString, Postgres = $"{database};Command Timeout=300" });
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await Sql(database, """
            CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_advisory_xact_lock_shared(4712); RETURN NEW; END $$
            """);
        await Sql(database, "CREATE TRIGGER held BEFORE UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION held()");
        await using var hold = new NpgsqlCommand("SELECT pg_advisory_lock(4712)", connection);
        await hold.ExecuteNonQueryAsync();
        await using (var storage = new NodeStorage(node))
        {
            foreach (var i in Enumerable.Range(0, 3))
            {
                await storage.Service<IErasures>().Begin(
                    TenantId.Default, UserId.Parse($"u-long-{i}"), null, DateTimeOffset.UtcNow.AddMinutes(-1), [], default);
            }
        }

        await Probe.Until(
            async () => await DatabaseCells.Count(database, "pg_locks WHERE NOT granted AND objid = 4712") > 0, "one of them is worked on");
        var session = await node.Client.Opened("u-beside-long-erasures");
        await Probe.Until(async () => (await node.Client.AuditRows($"sessionId={session.Id}")).Count == 1, "the drain goes on");

        await Sql(database, "UPDATE erasures SET advanced_at = advanced_at - interval '1 minute'");
        await Probe.Until(async () => await Stalled() == 0, "the sweep has seen them");
        // The two that wait, plus one more request for the one that is stuck.
        await Probe.Until(async () => await Waiting() == 3, "the one that does not move is asked for again");
        await Sql(database, "UPDATE erasures SET advanced_at = advanced_at - interval '1 minute'");
        await Probe.Until(async () => await Stalled() == 0, "the sweep has seen them again");
        Assert.Equal(3, await Waiting());

        await using var release = new NpgsqlCommand("SELECT pg_advisory_unlock(4712)", connection);
        await release.ExecuteNonQueryAsync();
        await Probe.Until(async () => await DatabaseCells.Count(database, "erasures WHERE finished_at IS NULL") == 0, "all of them end");

        Task<long> Stalled() => DatabaseCells.Count(database, "erasures WHERE advanced_at < now() - interval '30 seconds'");
        Task<long> Waiting() => DatabaseCells.Count(database, "hangfire.jobqueue WHERE queue = 'erasures' AND fetchedat IS NULL");
    }

    private async Task EraseAndKill(int count)
    {
        var database = await server.Database($"erasure_{count}");
        await using var node = await SentinelNode.Started(new NodeSettings { Redis = redis.ConnectionString, Postgres = database });
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var hot = connection.GetServer(connection.GetEndPoints()[0]);
        await Write(node, connection.GetDatabase(), count);
        // The job stops half way, like on a slow node.
        await Sql(database, $"""
            CREATE FUNCTION half_way() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN IF (SELECT count(*) FROM erasure_sessions) <= {count / 2} THEN RAISE EXCEPTION 'half way'; END IF; RETURN NULL; END $$
            """);
        await Sql(database, "CREATE TRIGGER half_way BEFORE DELETE ON erasure_sessions FOR EACH STATEMENT EXECUTE FUNCTION half_way()");

        var begun = (await Erase(node)).Expect(202);
        var receipt = $"/api/v1/erasures/{begun.Text("erasureId")}";
        Assert.Equal([receipt], begun.Headers["Location"]);
        await Probe.Until(
            async () => (await node.Client.Get(receipt)).Expect(200).Value("sessions") >= (count / 2) - 100, "half of it is done");
        Assert.Equal(begun.Text("erasureId"), (await Erase(node)).Expect(202).Text("erasureId"));
        node.Kill();
        await Sql(database, "DROP TRIGGER half_way ON erasure_sessions");
        await Sql(database, "UPDATE erasures SET advanced_at = advanced_at - interval '1 minute'");
        await node.Start();

        await Probe.Until(
            async () => (await node.Client.Get(receipt)).Expect(200).Json!["finishedAt"] is not null,
            "the erasure is finished",
            TimeSpan.FromMinutes(3)
        );
        var finished = (await node.Client.Get(receipt)).Expect(200);
        Assert.Equal((count, 0.0), (finished.Value("sessions"), finished.Value("sessionsLeft")));
        Assert.Equal(count, finished.Value("auditRows"));
        var keys = hot.Keys(pageSize: 5_000).Select(key => key.ToString()).ToList();
        Assert.DoesNotContain(
            keys,
            key => key.Contains(":s:", StringComparison.Ordinal) || key.Contains(User.Value, StringComparison.Ordinal)
        );
        var name = Encoding.UTF8.GetBytes(User.Value);
        var named = (await DatabaseCells.Read(database)).Where(cell => cell.Bytes.AsSpan().IndexOf(name) >= 0);
        Assert.Equal(["public.profiles.user_id"], named.Select(cell => cell.Where));
        Assert.Equal(0, await DatabaseCells.Count(database, "erasure_sessions"));
        Assert.Equal(1, await DatabaseCells.Count(database, "audit WHERE kind = 'USER_ERASED'"));
        // The next call is a new erasure and finds nothing.
        var again = (await Erase(node)).Expect(200);
        Assert.NotEqual(begun.Text("erasureId"), again.Text("erasureId"));
        Assert.Equal((0.0, 0.0), (again.Value("sessions"), again.Value("auditRows")));
    }

    private static Task<Answer> Erase(SentinelNode node) => node.Client.Send(new(HttpMethod.Delete, $"/api/v1/users/{User}"));

    /// <summary>Writes open sessions as a node does: in hot state, and in the audit or on their way there.</summary>
    private static async Task Write(SentinelNode node, IDatabase hot, int count)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        List<AuditRecord> records = [];
        foreach (var slice in Enumerable.Range(0, count).Chunk(5_000))
        {
            List<KeyValuePair<RedisKey, RedisValue>> states = [];
            foreach (var _ in slice)
            {
                var (session, commit) = (SessionId.Mint(Home, now), CommitId.New());
                var state = SessionState.Open(TenantId.Default, User, session, DeviceId.None, UserState.New, Policy.Default, now);
                states.Add(new(RedisKeys.Session(TenantId.Default, session), SessionCodec.Encode(state, commit)));
                records.Add(AuditRecord.Of(AuditKind.SessionOpened, TenantId.Default, User, session, Decision.Allow, now)
                    .Deciding(verdict => verdict with { Scores = new(0.5, 0.05, Phase.ColdStart) }) with
                    {
                        CommitNumber = 1,
                        Commit = commit,
                    });
            }

            await hot.StringSetAsync([.. states]);
        }

        var waiting = records.Take(count / 5).ToArray();
        await using (var storage = new NodeStorage(node)) await storage.Append(records.Skip(waiting.Length));
        await hot.ListRightPushAsync(RedisKeys.Outbox(Home), [.. waiting.Select(record => (RedisValue)AuditRecordCodec.Encode(record))]);
        await Probe.Until(async () => await hot.ListLengthAsync(RedisKeys.Outbox(Home)) == 0, "the outbox is drained");
    }

    private static async Task Sql(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
