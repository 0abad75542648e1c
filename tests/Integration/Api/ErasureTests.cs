using System.Text;
using Npgsql;
using Sentinel.Domain.Sessions;
using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>Export and erasure of all of a user's data, and the labels that back ends report.</summary>
public abstract class ErasureTests(SharedNode parts) : ApiTests(parts)
{
    [Fact]
    public async Task Erase_WhenAUserIsKnownEverywhere_LeavesNothingAndSaysWhatWent()
    {
        var (user, other) = (NewUser(), NewUser());
        var (session, others) = (await Known(user), await Known(other));
        var decision = (await Client.Evaluate(session.Id)).Expect(200).Text("decisionId");
        await Audited(decision);
        (await Client.Post("/api/v1/feedback", new() { ["decisionId"] = decision, ["label"] = "FRAUD" })).Expect(204);
        (await Client.Ban(user)).Expect(201);

        var export = (await Client.Get($"/api/v1/users/{user}/export")).Expect(200).Json!;
        Assert.Equal(user, (string?)export["user"]!["userId"]);
        Assert.NotNull(export["user"]!["ban"]);
        Assert.NotNull((string?)export["user"]!["recentSketches"]);
        Assert.Equal([session.Id], export["user"]!["sessions"]!.AsArray().Select(live => (string)live!["sessionId"]!));
        Assert.Equal("FRAUD", (string?)export["user"]!["labels"]![0]!["label"]);
        Assert.True(export["audit"]!.AsArray().Count >= 4);
        // This read is audited with the session's id and without a user.
        Assert.NotEmpty(await Client.AuditRows($"sessionId={session.Id}"));

        var receipt = await Client.Erase(user);
        Assert.Equal((1.0, 1.0), (receipt.Value("sessions"), receipt.Value("feedback")));
        Assert.True(receipt.Value("hotKeys") >= 2 && receipt.Value("auditRows") >= 4, receipt.Body);

        (await Client.Session(session.Id)).Expect(404, "session_expired");
        (await Client.Batch(session.Id, new Person(1, DateTimeOffset.UtcNow.AddSeconds(9)).Batch(9, user))).Expect(404, "session_expired");
        (await Client.Get($"/api/v1/users/{user}/export")).Expect(404, "user_unknown");
        (await Client.Get($"/api/v1/users/{user}/profile")).Expect(404, "user_unknown");
        (await Client.Get($"/api/v1/sessions/{session.Id}/timeline")).Expect(404, "session_unknown");
        (await Client.Get($"/api/v1/bans/{user}")).Expect(404, "not_banned");
        // The ban's record, still on its way, is dropped on arrival; a later record of the same outbox is there.
        await Audited((await Client.Evaluate((await Client.Opened(Neighbour(user))).Id)).Expect(200).Text("decisionId"));
        Assert.Empty(await Client.AuditRows($"userId={user}"));
        Assert.DoesNotContain(await Client.AllAuditRows(""), row => row.ToJsonString().Contains(session.Id, StringComparison.Ordinal));
        Assert.Equal(0, (await Client.Erase(user)).Value("auditRows"));

        (await Client.Session(others.Id)).Expect(200);
        Assert.True((await Client.AuditRows($"userId={other}")).Count >= 3);
        var again = await Client.Opened(user);
        Assert.Equal(0.5, (await Client.Session(again.Id)).Expect(200).Trust);
    }

    [Fact]
    public async Task Erase_WhenTheUserIsAnotherTenants_TouchesNothingOfTheirs()
    {
        var user = NewUser();
        await Known(user);
        var acme = Node.With(await TenantKey.Stored(Node));
        await acme.Erase(user);
        (await acme.Get($"/api/v1/users/{user}/export")).Expect(404);
        Assert.True((await Client.AuditRows($"userId={user}")).Count >= 3);
        (await Client.Get($"/api/v1/users/{user}/profile")).Expect(200);
    }

    [Fact]
    public async Task Feedback_WhenGiven_IsInTheTimelineAndTheLastOneCounts()
    {
        var session = await Known(NewUser());
        var decision = (await Client.Evaluate(session.Id)).Expect(200).Text("decisionId");
        await Audited(decision);
        foreach (var label in new[] { "LEGITIMATE", "FRAUD" })
        {
            (await Client.Post("/api/v1/feedback", new() { ["decisionId"] = decision, ["label"] = label })).Expect(204);
            (await Client.Post("/api/v1/feedback", new() { ["sessionId"] = session.Id, ["label"] = label })).Expect(204);
        }

        var labels = (await Client.Get($"/api/v1/sessions/{session.Id}/timeline")).Expect(200).Json!["labels"]!.AsArray();
        Assert.Equal(
            [(decision, "FRAUD"), ("", "FRAUD")],
            labels.Select(label => ((string?)label!["decisionId"] ?? "", (string)label["label"]!)).OrderByDescending(label => label.Item1)
        );
    }

    [Fact]
    public async Task Feedback_WhenItMeansNothing_IsRefused()
    {
        var session = await Known(NewUser());
        (await Client.Post("/api/v1/feedback", new() { ["decisionId"] = Guid.CreateVersion7().ToString(), ["label"] = "FRAUD" })).Expect(
            404,
            "decision_unknown"
        );
        (
            await Client.Post("/api/v1/feedback", new() { ["decisionId"] = "ffffffff-ffff-ffff-ffff-ffffffffffff", ["label"] = "FRAUD" })
        ).Expect(404, "decision_unknown");
        (
            await Client.Post("/api/v1/feedback", new() { ["sessionId"] = "s000-00000000000000000000000000000000", ["label"] = "FRAUD" })
        ).Expect(404, "decision_unknown");
        Assert.Equal(
            ["label"],
            (await Client.Post("/api/v1/feedback", new() { ["sessionId"] = session.Id, ["label"] = "MAYBE" })).Expect(422).ErrorPaths
        );
        Assert.Equal(["sessionId", "label"], (await Client.Post("/api/v1/feedback", new())).Expect(422).ErrorPaths);
        (
            await Node.With(await TenantKey.Stored(Node))
                .Post("/api/v1/feedback", new() { ["sessionId"] = session.Id, ["label"] = "FRAUD" })
        ).Expect(404, "decision_unknown");
    }

    /// <summary>A session with a batch and an evaluation, all in the audit.</summary>
    private async Task<OpenSession> Known(string user)
    {
        var session = await Client.Opened(user, "laptop");
        (await Client.Batch(session.Id, new Person(1, DateTimeOffset.UtcNow.AddSeconds(1)).Batch(1, user))).Expect(200);
        (await Client.Evaluate(session.Id)).Expect(200);
        await Probe.Until(async () => (await Client.AuditRows($"userId={user}")).Count >= 3, "the audit is written");
        return session;
    }

    /// <summary>Another user of the same partition, who shares the outbox.</summary>
    private static string Neighbour(string user) =>
        Enumerable.Range(0, int.MaxValue).Select(i => $"{user}-{i}").First(name => Of(name) == Of(user));

    private static Partition Of(string user) => Partition.Of(TenantId.Default, UserId.Parse(user));

    private Task Audited(string decision) =>
        Probe.Until(
            async () => (await Client.AuditRows("")).Any(row => (string?)row["decisionId"] == decision),
            "the decision is in the audit"
        );
}

[Collection(EmbeddedNode.Name)]
public sealed class ErasureOnEmbeddedParts(EmbeddedParts parts) : ErasureTests(parts);

[Collection(ServedNode.Name)]
public sealed class ErasureOnServedParts(ServedParts parts) : ErasureTests(parts);

/// <summary>
/// What a shared node cannot show: records that wait while the user is erased, trainings that run meanwhile, and the bytes that the stores
/// hold afterwards.
/// </summary>
public sealed class ErasureEverywhereTests(ErasureEverywhereTests.Parts parts) : IClassFixture<ErasureEverywhereTests.Parts>
{
    private readonly SentinelNode node = parts.Node;
    private readonly string database = parts.Node.Settings.Postgres!;

    [Fact]
    public async Task Erase_WhenRecordsWaitInTheOutboxAndTrainingsRun_WinsOverBoth()
    {
        var learner = new LearningTests.Learner(node.Client, 1, "u-to-be-erased");
        await learner.Enrol();
        await learner.UntilPublished(1);
        Assert.True(await DatabaseCells.Count(database, "sketches") > 0);
        // More training samples are on their way through outbox and trainings while the user is erased.
        await learner.Enrol();
        var receipt = await node.Client.Erase(learner.Name);
        Assert.True(receipt.Value("baselines") >= 1 && receipt.Value("trainingSamples") > 0, receipt.Body);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(node.Settings.Redis!);
        var hot = connection.GetServer(connection.GetEndPoints()[0]);
        await Probe.Until(
            async () =>
                !hot.Keys(pattern: "*:o").Any()
                && await DatabaseCells.Count(database, "hangfire.job WHERE statename IN ('Enqueued', 'Scheduled', 'Processing')") == 0,
            "outboxes are drained and every job has ended"
        );

        foreach (var key in hot.Keys()) Assert.DoesNotContain(learner.Name, key.ToString(), StringComparison.Ordinal);
        (await node.Client.Get($"/api/v1/users/{learner.Name}/profile")).Expect(404, "user_unknown");
        var name = Encoding.UTF8.GetBytes(learner.Name);
        Assert.Equal(
            ["public.profiles.user_id"],
            (await DatabaseCells.Read(database)).Where(cell => cell.Bytes.AsSpan().IndexOf(name) >= 0).Select(cell => cell.Where)
        );
        foreach (var table in new[] { "training_samples", "baselines", "sketches" })
            Assert.Equal(0L, await DatabaseCells.Count(database, table));
        Assert.True(await DatabaseCells.Count(database, "audit") > 10);
        // The user comes back as a new one and gets a baseline with a new version number.
        await learner.Enrol();
        Assert.True((int)(await learner.UntilPublished(1))["scoredWithVersion"]! > 1);
        // The new baseline can be deleted as usual.
        (await node.Client.Send(new(HttpMethod.Delete, $"/api/v1/users/{learner.Name}/profile"))).Expect(204);
        Assert.Equal(0, (int)(await node.Client.Get($"/api/v1/users/{learner.Name}/profile")).Expect(200).Json!["scoredWithVersion"]!);
        // Either the call or its job may be first.
        IReadOnlyList<System.Text.Json.Nodes.JsonObject> rows = [];
        await Probe.Until(
            async () =>
                (rows = await node.Client.AuditRows($"userId={learner.Name}")).Any(row => (string?)row["kind"] == "PROFILE_FORGOTTEN"),
            "that it was forgotten is in the audit"
        );
        rows = [.. rows.Where(row => (string?)row["kind"] == "PROFILE_FORGOTTEN")];
        Assert.All(rows, row => Assert.NotNull((string?)row["actor"]));
    }

    /// <summary>
    /// The ban is everywhere; or nowhere, if a slow machine handed the erasure to a job that started it again after the ban.
    /// </summary>
    [Fact]
    public async Task Erase_WhenTheUserIsBannedWhileItEnds_LeavesTheBanInHotStateAndTheAudit()
    {
        const string user = "u-banned-meanwhile";
        await node.Client.Opened(user);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        // The trigger holds the second tombstone, which has the erasure's time, until the ban has been made.
        await Scalar(connection, """
            CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN IF OLD.erased_at IS NOT NULL THEN PERFORM pg_advisory_xact_lock(4711); END IF; RETURN NEW; END $$
            """);
        await Scalar(connection, "CREATE TRIGGER held BEFORE UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION held()");
        await Scalar(connection, "SELECT pg_advisory_lock(4711)");
        var erasing = node.Client.Send(new(HttpMethod.Delete, $"/api/v1/users/{user}"));
        await Probe.Until(
            async () => await Scalar(connection, "SELECT count(*) FROM pg_locks WHERE NOT granted AND objid = 4711") is 1L, "it is held");
        var since = (DateTimeOffset)(await node.Client.Ban(user)).Expect(201).Json!["since"]!;
        await Scalar(connection, "SELECT pg_advisory_unlock(4711)");
        var erasure = (await erasing).Text("erasureId");
        Answer? ended = null;
        await Probe.Until(
            async () => (ended = await node.Client.Get($"/api/v1/erasures/{erasure}")).Expect(200).Json!["finishedAt"] is not null,
            "it has ended");
        var isKept = since > (DateTimeOffset)ended!.Json!["erasedAt"]!;

        (await node.Client.Get($"/api/v1/bans/{user}")).Expect(isKept ? 200 : 404);
        Assert.Equal(isKept ? "BLOCK" : "ALLOW", (await node.Client.Open(user)).Expect(201).Text("decision"));
        await Probe.Until(
            async () => (await node.Client.AuditRows($"userId={user}")).Any(row => (string?)row["kind"] == "BAN") == isKept,
            $"the ban is in the audit: {isKept}");
        await Probe.Until(
            async () => await DatabaseCells.Count(database, $"sanctions WHERE user_id = '{user}'") == (isKept ? 1 : 0),
            $"the ban is kept as a sanction: {isKept}");
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>One node with its own stores. It trains immediately.</summary>
    public sealed class Parts : SharedNode
    {
        private readonly PostgresServer postgres = new();
        private readonly RedisServer redis = new();

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await redis.DisposeAsync();
            await postgres.DisposeAsync();
        }

        protected override async Task<NodeSettings> Settings()
        {
            await redis.InitializeAsync();
            await postgres.InitializeAsync();
            return new NodeSettings { Redis = redis.ConnectionString, Postgres = await postgres.Database("erasure") }
                .OnClientTime()
                .With("Learning__RetrainDelaySeconds", "0")
                .With("Replay__AcrossUsers", "true");
        }
    }
}
