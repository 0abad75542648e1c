using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Sentinel.Integration.Tests;

/// <summary>
/// Invariant 4 and the faults in docs/reliability.md: what callers see while Redis or PostgreSQL is away, and that nothing is lost
/// afterwards. Uses the product's time limit; prints how long answers took, without asserting it.
/// </summary>
public sealed class FailSafeTests(FailSafeTests.Servers servers, ITestOutputHelper output) : IClassFixture<FailSafeTests.Servers>
{
    private SentinelNode Node => servers.Node;

    private NodeClient Client => servers.Node.Client;

    public static TheoryData<string> Faults => ["stopped", "killed", "frozen"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Score_WhenRedisIsAway_ChallengesDegradedAndResumesWithTheTrustItHad(string fault)
    {
        var session = await Opened();
        var person = new Person(1, Soon);
        for (var sequence = 1; sequence <= 8; sequence++) await Scored(session, person.Batch(sequence, session.User));
        var before = await Seen(session);
        var missed = person.Batch(9, session.User);

        await using (await Away(fault))
        {
            var answer = await Timed(() => Client.Batch(session.Id, missed));
            AssertDegraded(answer);
            Assert.Equal(("main", 9), (answer.Text("stream"), answer.Value("sequence")));
            for (var i = 0; i < 20; i++) AssertDegraded(await Timed(() => Client.Batch(session.Id, missed)));
            var browser = await Node.With(session.Token).Batch(session.Id, missed);
            Assert.False((bool)browser.Expect(200).Json!["accepted"]!);
            foreach (var sensitivity in new[] { "LOW", "MEDIUM", "HIGH" })
                AssertDegraded(await Timed(() => Client.Evaluate(session.Id, sensitivity)));
            (await Client.Report(session.Id, Guid.NewGuid().ToString(), "PASSED")).Expect(503, "hot_state_unavailable");
            (await Client.End(session.Id)).Expect(503, "hot_state_unavailable");
            var get = (await Client.Session(session.Id)).Expect(503, "hot_state_unavailable");
            Assert.Equal("1", get.Headers["Retry-After"].Single());
            Assert.Equal(200, (await Client.Get("/health/live")).Number);
            var ready = await Client.Get("/health/ready");
            Assert.Equal((503, "Unhealthy"), (ready.Number, (string?)ready.Json!["parts"]!["hot_state"]!["status"]));
        }

        var again = await Scored(session, missed);
        Assert.Equal(9, (await Seen(session)).Value("batches"));
        Assert.InRange(again.Trust, before.Trust, 1);
        Assert.Equal(again.Body, (await Scored(session, missed)).Body);
        var next = await Scored(session, person.Batch(10, session.User));
        Assert.DoesNotContain("context.gap", next.ReasonCodes);
        await AssertAudited(session, 11, degraded: 22);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Open_WhenRedisIsAway_GivesATokenWhoseFirstBatchCreatesTheSession(string fault)
    {
        var person = new Person(2, Soon);
        var first = person.Batch(1);
        OpenSession session;
        await using (await Away(fault))
        {
            var user = NewUser();
            var opened = (await Timed(() => Client.Open(user, "laptop"))).Expect(201);
            Assert.Equal((true, "CHALLENGE"), (opened.Degraded, opened.Decision));
            Assert.Null(opened.Json!["trust"]);
            session = new(opened.Text("sessionId"), opened.Text("ingestToken"), user);
            var answer = (await Node.With(session.Token).Batch(session.Id, first)).Expect(200);
            Assert.Equal((false, "CHALLENGE"), ((bool)answer.Json!["accepted"]!, answer.Decision));
        }

        var browser = Node.With(session.Token);
        await Accepted(() => browser.Batch(session.Id, first));
        var scored = await Seen(session);
        Assert.Equal((1, session.User), ((int)scored.Value("batches"), scored.Text("userId")));
        await Accepted(() => browser.Batch(session.Id, first));
        // Resend it in case a late answer was committed.
        var second = person.Batch(2);
        await Accepted(() => browser.Batch(session.Id, second));
        Assert.Equal(2, (await Seen(session)).Value("batches"));
    }

    [Fact]
    public async Task Score_WhenRedisIsAwayAndTheSessionStoodAtBlock_IsBlockDegraded()
    {
        var session = await Opened();
        var bot = new Bot(4, Soon);
        var sequence = 0;
        await Probe.Until(
            async () => (await Scored(session, bot.Batch(++sequence, session.User))).Decision == "BLOCK", "the bot is blocked");
        await using (await Away("killed"))
        {
            var batch = (await Client.Batch(session.Id, bot.Batch(++sequence, session.User))).Expect(200);
            Assert.Equal((true, false, "BLOCK"), (batch.Degraded, (bool)batch.Json!["accepted"]!, batch.Decision));
            foreach (var sensitivity in new[] { "LOW", "MEDIUM", "HIGH" })
            {
                var answer = (await Client.Evaluate(session.Id, sensitivity)).Expect(200);
                Assert.Equal((true, "BLOCK"), (answer.Degraded, answer.Decision));
            }
        }

        await Probe.Until(async () => await DegradedBlocks() == 4, "the four degraded answers are in the audit as BLOCK");

        async Task<int> DegradedBlocks() => (await Client.AuditRows($"sessionId={session.Id}&decision=BLOCK"))
            .Where(row => (string)row["kind"]! == "DEGRADED").Sum(row => (int)row["count"]!);
    }

    [Fact]
    public async Task Evaluate_WhenRedisIsAwayAndABatchHadClaimedAnotherUser_IsStillBlockDegraded()
    {
        var session = await Opened();
        (await Heard(() => Client.Ban(session.User))).Expect(201);
        var person = new Person(8, Soon);
        Assert.Equal("BLOCK", (await Scored(session, person.Batch(1, session.User))).Decision);
        await Probe.Until(async () => (await Client.Batch(session.Id, person.Batch(2, NewUser()))).Code == "other_user", "it is refused");
        await using (await Away("killed"))
        {
            var answer = (await Client.Evaluate(session.Id)).Expect(200);
            Assert.Equal((true, "BLOCK"), (answer.Degraded, answer.Decision));
        }
    }

    [Fact]
    public async Task Open_WhenRedisIsAwayAndTheDeviceIsNew_IsOpenedByTheFirstBatchAsAnyOtherWithItsEvidence()
    {
        var user = NewUser();
        var known = await Opened(user, "phone");
        var challenge = (await Evaluated(() => Client.Evaluate(known.Id))).Text("challengeId");
        (await Heard(() => Client.Report(known.Id, challenge, "PASSED"))).Expect(200);
        var session = await OpenedDegraded(user, "laptop");

        var person = new Person(5, Soon);
        await Accepted(() => Node.With(session.Token).Batch(session.Id, person.Batch(1)));

        IReadOnlyList<JsonObject> rows = [];
        await Probe.Until(async () => (rows = await Commits()).Count >= 2, "both commits are there");
        Assert.Equal(["BATCH", "SESSION_OPENED"], rows.Select(row => (string)row["kind"]!));
        Assert.Contains("context.new_device", rows[1]["reasons"]!.AsArray().Select(reason => (string)reason!["code"]!));
        var export = (await Heard(() => Client.Get($"/api/v1/users/{user}/export"))).Expect(200).Json!["user"]!;
        Assert.Equal(2, export["openings"]!.AsArray().Count);

        async Task<IReadOnlyList<JsonObject>> Commits() =>
            [.. (await Client.AuditRows($"sessionId={session.Id}")).Where(row => (string)row["kind"]! != "DEGRADED")];
    }

    /// <summary>The site logs the user out, or erases the user, before the first batch arrives.</summary>
    [Theory]
    [InlineData("logged out"), InlineData("erased")]
    public async Task Score_WhenTheSessionThatItWouldCreateIsOver_CreatesNothing(string how)
    {
        var session = await OpenedDegraded(NewUser(), "laptop");
        Task<Answer> Leave() =>
            how == "erased" ? Client.Send(new(HttpMethod.Delete, $"/api/v1/users/{session.User}")) : Client.End(session.Id);
        await Probe.Until(async () => (await Leave()).Number < 300, "the user has left");

        var browser = Node.With(session.Token);
        for (var sequence = 1; sequence <= 3; sequence++)
            (await browser.Batch(session.Id, new Person(6, Soon).Batch(sequence))).Expect(409, "session_ended");
        if (how == "logged out") (await Client.End(session.Id)).Expect(204);
        else (await Client.Session(session.Id)).Expect(404, "session_expired");
        var rows = await Client.AuditRows($"sessionId={session.Id}");
        Assert.DoesNotContain(rows, row => (string)row["kind"]! is "BATCH" or "SESSION_OPENED");

        // The user can open a session again later.
        var again = await Opened(session.User, "laptop");
        await Scored(again, new Person(7, Soon).Batch(1, again.User));
    }

    [Fact]
    public async Task Open_WhenManySessionsAreTouchedWhileRedisIsAway_CountsEachDegradedDecisionInTheAudit()
    {
        var sessions = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Opened()));
        await using (await Away("killed"))
        {
            foreach (var session in sessions)
                for (var i = 0; i < 5; i++) AssertDegraded(await Client.Batch(session.Id, new Person(i, Soon).Batch(i + 1, session.User)));
        }

        foreach (var session in sessions) await AssertAudited(session, commits: 1, degraded: 5);
    }

    [Fact]
    public async Task Score_WhenPostgresIsAway_GoesOnAndTheAuditCatchesUp()
    {
        var session = await Opened();
        var person = new Person(3, Soon);
        for (var sequence = 1; sequence <= 3; sequence++) await Scored(session, person.Batch(sequence, session.User));
        servers.Postgres.Stop();
        try
        {
            for (var sequence = 4; sequence <= 15; sequence++) await Timed(() => Scored(session, person.Batch(sequence, session.User)));
            await Evaluated(session);
            Assert.Equal(201, (await Client.Open(NewUser())).Number);
            var ready = await Client.Get("/health/ready");
            Assert.Equal(
                (200, "Degraded", "Healthy"),
                (
                    ready.Number,
                    (string?)ready.Json!["parts"]!["cold_storage"]!["status"],
                    (string?)ready.Json["parts"]!["hot_state"]!["status"]
                )
            );
            var audit = await Client.Audit("limit=1");
            Assert.Equal(503, audit.Number);
            Assert.DoesNotContain("Npgsql", audit.Body, StringComparison.Ordinal);
        }
        finally
        {
            servers.Postgres.Start();
        }

        await AssertAudited(session, 17, degraded: 0);
    }

    private static string NewUser() => $"u-{Guid.NewGuid():N}";

    private static DateTimeOffset Soon => DateTimeOffset.UtcNow.AddSeconds(1);

    private static void AssertDegraded(Answer answer)
    {
        answer.Expect(200);
        Assert.Equal((true, false, "CHALLENGE"), (answer.Degraded, (bool)answer.Json!["accepted"]!, answer.Decision));
        Assert.All(["trust", "risk", "phase", "reasons"], member => Assert.False(answer.Json.ContainsKey(member)));
    }

    /// <summary>Makes Redis unavailable, waits until the node notices, and restores it at the end.</summary>
    private async Task<IAsyncDisposable> Away(string fault)
    {
        var redis = servers.Redis;
        switch (fault)
        {
            case "frozen": redis.Freeze(); break;
            case "killed": redis.Kill(); break;
            default: redis.Stop(); break;
        }

        var probe = SessionOfNobody;
        await Probe.Until(async () => (await Client.Session(probe)).Number == 503, "the node notices");
        return new Return(async () =>
        {
            if (fault == "frozen") redis.Thaw();
            else await redis.Start();
            await Probe.Until(async () => (await Client.Session(probe)).Number == 404, "the node finds Redis again");
        });
    }

    private const string SessionOfNobody = "s000-00000000000000000000000000000000";

    private async Task<OpenSession> OpenedDegraded(string user, string device)
    {
        await using (await Away("killed"))
        {
            var opened = (await Client.Open(user, device)).Expect(201);
            Assert.True(opened.Degraded);
            return new(opened.Text("sessionId"), opened.Text("ingestToken"), user);
        }
    }

    private Task<OpenSession> Opened() => Opened(NewUser(), null);

    private async Task<OpenSession> Opened(string user, string? device)
    {
        Answer? answer = null;
        await Probe.Until(
            async () => !(answer = (await Client.Open(user, device)).Expect(201)).Degraded, "the session is opened in hot state");
        return new(answer!.Text("sessionId"), answer.Text("ingestToken"), user);
    }

    private async Task<Answer> Seen(OpenSession session)
    {
        Answer? answer = null;
        await Probe.Until(async () => (answer = await Client.Session(session.Id)).Number != 503, "the session is read");
        return answer!.Expect(200);
    }

    /// <summary>Evaluates once, however often it is sent, because a late answer may have been committed.</summary>
    private Task Evaluated(OpenSession session)
    {
        var key = Guid.NewGuid().ToString();
        return Probe.Until(
            async () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sessions/{session.Id}/evaluations")
                {
                    Content = new StringContent(
                        """{ "action": "transfer", "sensitivity": "HIGH" }""",
                        System.Text.Encoding.UTF8,
                        "application/json"
                    ),
                };
                request.Headers.Add("Idempotency-Key", key);
                return !(await Client.Send(request)).Expect(200).Degraded;
            },
            "it is evaluated");
    }

    /// <summary>Sends until hot state answers.</summary>
    private static async Task<Answer> Heard(Func<Task<Answer>> call)
    {
        Answer? answer = null;
        await Probe.Until(async () => (answer = await call()).Number != 503, "hot state answers");
        return answer!;
    }

    private static async Task<Answer> Evaluated(Func<Task<Answer>> evaluate)
    {
        Answer? answer = null;
        await Probe.Until(async () => !(answer = (await evaluate()).Expect(200)).Degraded, "it is evaluated");
        return answer!;
    }

    private Task<Answer> Scored(OpenSession session, JsonObject batch) => Accepted(() => Client.Batch(session.Id, batch));

    /// <summary>Sends until accepted: after an outage the breaker may still be open, and a busy machine may miss the time limit.</summary>
    private static async Task<Answer> Accepted(Func<Task<Answer>> send)
    {
        Answer? answer = null;
        await Probe.Until(async () => (bool)(answer = (await send()).Expect(200)).Json!["accepted"]!, "the batch is accepted");
        return answer!;
    }

    private async Task<Answer> Timed(Func<Task<Answer>> call)
    {
        var watch = Stopwatch.StartNew();
        var answer = await call();
        output.WriteLine($"{answer.Number} {answer.Json?["decision"]} after {watch.Elapsed.TotalMilliseconds:F1} ms");
        return answer;
    }

    private async Task AssertAudited(OpenSession session, int commits, int degraded)
    {
        IReadOnlyList<JsonObject> rows = [];
        await Probe.Until(
            async () => (rows = await Client.AuditRows($"sessionId={session.Id}")).Count(IsCommit) >= commits && Degraded() >= degraded,
            $"{commits} commits and {degraded} degraded decisions are in the audit"
        );
        Assert.Equal(
            Enumerable.Range(1, commits).Select(n => (long)n),
            rows.Where(IsCommit).Select(row => (long)row["commitNumber"]!).Order()
        );
        Assert.All(rows.Where(row => !IsCommit(row)), row => Assert.Equal(("CHALLENGE", null), ((string?)row["decision"], row["trust"])));

        int Degraded() => rows.Where(row => !IsCommit(row)).Sum(row => (int)row["count"]!);
        static bool IsCommit(JsonObject row) => (string)row["kind"]! != "DEGRADED";
    }

    private sealed class Return(Func<Task> back) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await back();
    }

    /// <summary>A node with a PostgreSQL and a Redis that loses nothing when killed; tests may stop both.</summary>
    public sealed class Servers : SharedNode
    {
        public RedisServer Redis { get; } = new() { Arguments = ["--appendonly", "yes", "--appendfsync", "always"] };

        public PostgresServer Postgres { get; } = new();

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Redis.DisposeAsync();
            await Postgres.DisposeAsync();
        }

        protected override async Task<NodeSettings> Settings()
        {
            await Redis.InitializeAsync();
            await Postgres.InitializeAsync();
            return new NodeSettings { Redis = Redis.ConnectionString, Postgres = await Postgres.Database("failsafe") }.OnClientTime() with
            {
                Others = new NodeSettings().OnClientTime().Others.SetItem("HotState__TimeoutMilliseconds", "80"),
            };
        }
    }
}
