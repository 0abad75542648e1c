using Sentinel.Application.Audit.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;
using Sentinel.Unit.Tests;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Invariants 1, 2 and 5: with three nodes and concurrent writers, the audit is a serial order of the accepted calls that explains every
/// answer and the final state, byte by byte. The nodes do not drain the outbox, whose order is the order of commits; one more node drains
/// it afterwards.
/// </summary>
public abstract class LinearizabilityTests(ITestOutputHelper output)
{
    protected abstract Task<Hot> Start();

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(11, 0), InlineData(12, 3), InlineData(13, 0), InlineData(14, 6)]
    public Task Invariant1_WhenItGoesOnForLong_IsASerialOrder(int seed, int freezes) => Try(seed, steps: 80, freezes);

    protected async Task Try(int seed, int steps, int freezes)
    {
        await using var hot = await Start();
        var postgres = new PostgresServer();
        await postgres.InitializeAsync();
        var settings = new NodeSettings { Redis = hot.ConnectionString, Postgres = await postgres.Database("consistency") }.OnClientTime();
        settings = settings with
        {
            Others = settings.Others.SetItem("Jobs__Drain", "false").SetItem("HotState__TimeoutMilliseconds", freezes > 0 ? "80" : "1000"),
        };
        List<SentinelNode> nodes = [];
        try
        {
            for (var i = 0; i < 3; i++) nodes.Add(await SentinelNode.Started(settings));
            var workload = new Workload(nodes, seed);
            await workload.Open();
            var run = workload.Run(steps);
            for (var i = 0; i < freezes; i++) await hot.Hang(run);
            await run;
            await Probe.Until(async () => (await nodes[0].Client.Session(workload.Sessions[0].Id)).Number == 200, "hot state answers");
            await workload.End();

            await using var redis = await ConnectionMultiplexer.ConnectAsync(hot.ConnectionString);
            var history = await Recorded(redis.GetDatabase(), workload);
            Report(history);
            var replay = history.Check();
            Heard.Check(history.Calls, [.. history.Commits.SelectMany(records => records)]);
            await AssertFinal(redis.GetDatabase(), replay);
            AssertRejectsWhatDidNotHappen(history);

            nodes.Add(await SentinelNode.Started(settings with { Others = settings.Others.Remove("Jobs__Drain") }));
            await AssertDrained(nodes[^1], history);
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
            await postgres.DisposeAsync();
        }
    }

    private static async Task<History> Recorded(IDatabase redis, Workload workload)
    {
        List<IReadOnlyList<AuditRecord>> commits = [];
        foreach (var partition in workload.All.Select(session => SessionId.Parse(session.Id).Partition).Distinct())
        {
            var elements = await redis.ListRangeAsync(RedisKeys.Outbox(partition));
            commits.Add([.. elements.Select(element => AuditRecordCodec.Decode((byte[])element!)!)]);
        }

        Dictionary<Guid, Challenge> challenges = [];
        Dictionary<SessionId, byte[]> stored = [];
        foreach (var session in workload.All)
        {
            var id = SessionId.Parse(session.Id);
            var bytes = (byte[])(await redis.StringGetAsync(RedisKeys.Session(TenantId.Default, id)))!;
            stored[id] = bytes;
            foreach (var challenge in SessionCodec.Decode(bytes, TenantId.Default, id)!.Challenges) challenges[challenge.Id] = challenge;
        }

        return new(workload.Calls, commits, challenges, stored);
    }

    private static async Task AssertFinal(IDatabase redis, Replayed replay)
    {
        foreach (var (id, (state, commit)) in replay.Sessions)
        {
            var stored = (byte[])(await redis.StringGetAsync(RedisKeys.Session(TenantId.Default, id)))!;
            Assert.Equal(Convert.ToHexString(SessionCodec.Encode(state, commit)), Convert.ToHexString(stored));
        }

        foreach (var (id, user) in replay.Users)
        {
            var fields = await redis.HashGetAsync(RedisKeys.User(TenantId.Default, Partition.Of(TenantId.Default, id), id), ["d", "c"]);
            if (!fields[0].IsNull || user.Strikes.Devices.Length > 0 || user.Ban is not null)
                Assert.Equal(Convert.ToHexString(UserCodec.EncodeSanctions(user)), Convert.ToHexString((byte[])fields[0]!));
            Assert.Equal(
                user.CarryOver is { } trust ? Convert.ToHexString(UserCodec.EncodeCarryOver(trust)) : null,
                fields[1].IsNull ? null : Convert.ToHexString((byte[])fields[1]!)
            );
        }
    }

    /// <summary>The check can fail: it refuses histories with lost, forked, duplicate or changed commits.</summary>
    private static void AssertRejectsWhatDidNotHappen(History history)
    {
        var partition = history.Commits.MaxBy(records => records.Count)!;
        var batches = partition.Select((record, index) => (record, index)).Where(pair => pair.record.Kind == AuditKind.Batch).ToList();
        var (middle, at) = batches[batches.Count / 2];
        Refuses([.. partition.Where((_, index) => index != at)]);
        Refuses([.. partition.Take(at), middle, .. partition.Skip(at)]);
        Refuses([.. partition.Take(at), middle with { PreviousCommit = CommitId.New() }, .. partition.Skip(at + 1)]);
        Refuses([.. partition.Take(at), Richer(middle), .. partition.Skip(at + 1)]);
        Refuses([
            .. partition.Take(at),
            middle.Deciding(verdict => verdict with { DecisionId = Guid.NewGuid() }),
            .. partition.Skip(at + 1),
        ]);

        static AuditRecord Richer(AuditRecord record) => record.Deciding(verdict =>
            verdict with { Scores = new(verdict.Scores!.Value.Trust + 0.0001, verdict.Scores.Value.Risk, verdict.Scores.Value.Phase) });

        void Refuses(IReadOnlyList<AuditRecord> changed) =>
            Assert.Throws<NotLinearizableException>(() =>
                (
                    history with
                    {
                        Commits = [.. history.Commits.Select(records => ReferenceEquals(records, partition) ? changed : records)],
                    }
                ).Check()
            );
    }

    private static async Task AssertDrained(SentinelNode node, History history)
    {
        var commits = history.Commits.SelectMany(records => records).Where(record => record.CommitNumber > 0);
        foreach (var expected in commits.GroupBy(record => record.Session.Value))
        {
            List<(string Id, long Number, string Commit)> rows = [];
            await Probe.Until(
                async () => (rows = await Rows(expected.Key)).Count >= expected.Count(),
                $"{expected.Count()} commits are in PostgreSQL"
            );
            Assert.Equal(expected.Select(record => (record.DecisionId.ToString(), record.CommitNumber, record.Commit.ToString())), rows);
        }

        async Task<List<(string, long, string)>> Rows(string session) =>
            [
                .. (await node.Client.AuditRows($"sessionId={session}"))
                    .Where(row => (long)row["commitNumber"]! > 0)
                    .OrderBy(row => (long)row["commitNumber"]!)
                    .Select(row => ((string)row["decisionId"]!, (long)row["commitNumber"]!, (string)row["commitId"]!)),
            ];
    }

    private void Report(History history)
    {
        var byAnswer = history.Calls.CountBy(call =>
            call.Answer is null ? "no answer"
            : call.MayHaveHappened && call.Answer.Number < 500 ? "degraded"
            : $"{call.Answer.Number} {call.Answer.Code}".Trim()
        );
        output.WriteLine(
            $"{history.Calls.Count} calls, {history.Commits.Sum(records => records.Count)} commits; "
                + $"{string.Join(", ", byAnswer.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key}: {pair.Value}"))}"
        );
    }

    /// <summary>The hot state of one test.</summary>
    protected sealed record Hot(string ConnectionString, IReadOnlyList<RedisServer> Servers, Func<Task> Stop) : IAsyncDisposable
    {
        /// <summary>One master hangs for half a second, unless the run ends earlier.</summary>
        public async Task Hang(Task run)
        {
            await Task.WhenAny(run, Task.Delay(700));
            Servers[0].Freeze();
            await Task.WhenAny(run, Task.Delay(500));
            Servers[0].Thaw();
        }

        public async ValueTask DisposeAsync() => await Stop();
    }
}

public sealed class LinearizabilityOnRedis(ITestOutputHelper output) : LinearizabilityTests(output)
{
    [Fact]
    public Task Invariant1_WhenThreeNodesWriteAtOnce_IsASerialOrder() => Try(1, steps: 12, freezes: 0);

    protected override async Task<Hot> Start()
    {
        var redis = new RedisServer();
        await redis.InitializeAsync();
        return new(redis.ConnectionString, [redis], redis.DisposeAsync);
    }
}

public sealed class LinearizabilityOnRedisCluster(ITestOutputHelper output) : LinearizabilityTests(output)
{
    [Fact]
    [Trait("Category", "Long")]
    public Task Invariant1_WhenRedisHangsMeanwhile_IsASerialOrder() => Try(2, steps: 12, freezes: 2);

    protected override async Task<Hot> Start()
    {
        var cluster = new RedisCluster();
        await cluster.InitializeAsync();
        return new(cluster.ConnectionString, cluster.Masters, cluster.DisposeAsync);
    }
}
