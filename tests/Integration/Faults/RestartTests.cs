using System.Text.Json.Nodes;

namespace Sentinel.Integration.Tests;

/// <summary>Invariant 5: acknowledged answers survive the node. Each test kills its own node.</summary>
public abstract class RestartTests
{
    /// <summary>kill -9 right after the last answer, before the outbox can be drained.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public async Task Start_WhenTheNodeWasKilled_KeepsTrustSequencesAndAudit()
    {
        await using var node = await SentinelNode.Started(await Settings());
        var session = await node.Client.Opened("u-1", "laptop");
        var person = new Person(1, DateTimeOffset.UtcNow.AddSeconds(1));
        var batches = Enumerable.Range(1, 12).Select(n => person.Batch(n, session.User)).ToList();
        Answer? last = null;
        foreach (var batch in batches) last = (await node.Client.Batch(session.Id, batch)).Expect(200);
        node.Kill();
        await node.Start();

        var view = (await node.Client.Session(session.Id)).Expect(200);
        Assert.Equal((12, last!.Phase), ((int)view.Value("batches"), view.Phase));
        Assert.Equal(last.Trust, view.Trust);
        Assert.Equal(last.Body, (await node.Client.Batch(session.Id, batches[^1])).Expect(200).Body);
        (await node.Client.Batch(session.Id, person.Batch(12, session.User))).Expect(409, "sequence_reused");
        (await node.With(session.Token).Batch(session.Id, person.Batch(13))).Expect(200);
        await AssertAudited(node, session, 14);
    }

    [Fact]
    public async Task Start_WhenTheNodeIsKilledUnderLoad_HasEveryAnswerOnce()
    {
        await using var node = await SentinelNode.Started(await Settings());
        var sessions = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => node.Client.Opened($"u-{i}")));
        using var ending = new CancellationTokenSource();
        var senders = sessions
            .Select((session, i) => Send(node, session, new Person(i, DateTimeOffset.UtcNow.AddSeconds(1)), ending))
            .ToList();
        await Probe.Until(async () => (await node.Client.Session(sessions[0].Id)).Value("batches") >= 15, "some batches were accepted");
        node.Kill();
        await ending.CancelAsync();
        var sent = await Task.WhenAll(senders);
        await node.Start();

        foreach (var (session, (accepted, unheard)) in sessions.Zip(sent))
        {
            var batches = (int)(await node.Client.Session(session.Id)).Expect(200).Value("batches");
            // It is unknown whether the unanswered batch was scored; it is not scored again.
            Assert.InRange(batches, accepted, accepted + 1);
            await Probe.Until(
                async () => !(await node.Client.Batch(session.Id, unheard)).Expect(200).Degraded,
                "the batch that was not heard is accepted"
            );
            Assert.Equal(accepted + 1, (await node.Client.Session(session.Id)).Value("batches"));
            await AssertAudited(node, session, accepted + 2);
        }
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Stop_WhenAsked_EndsInGoodOrderAndStartsAgain()
    {
        await using var node = await SentinelNode.Started(await Settings());
        var session = await node.Client.Opened("u-1");
        var person = new Person(1, DateTimeOffset.UtcNow.AddSeconds(1));
        (await node.Client.Batch(session.Id, person.Batch(1, session.User))).Expect(200);
        node.Stop();
        Assert.Empty(node.Log.Split('\n').SkipWhile(line => !line.StartsWith("fail:", StringComparison.Ordinal)).Take(4));
        Assert.DoesNotContain("Unhandled exception", node.Log, StringComparison.Ordinal);
        await node.Start();
        (await node.Client.Batch(session.Id, person.Batch(2, session.User))).Expect(200);
        await AssertAudited(node, session, 3);
    }

    protected abstract Task<NodeSettings> Settings();

    private static async Task<(int Accepted, JsonObject Unheard)> Send(
        SentinelNode node, OpenSession session, Person person, CancellationTokenSource ending)
    {
        for (var sequence = 1; ; sequence++)
        {
            var batch = person.Batch(sequence, session.User);
            try
            {
                ending.Token.ThrowIfCancellationRequested();
                // A busy machine may miss the time limit; a client sends the batch again.
                while ((await node.Client.Batch(session.Id, batch)).Expect(200).Degraded) ending.Token.ThrowIfCancellationRequested();
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                return (sequence - 1, batch);
            }
        }
    }

    private static async Task AssertAudited(SentinelNode node, OpenSession session, int commits)
    {
        IReadOnlyList<JsonObject> rows = [];
        await Probe.Until(async () => (rows = await Commits()).Count >= commits, $"{commits} commits are in the audit");
        Assert.Equal(Enumerable.Range(1, commits).Select(n => (long)n), rows.Select(row => (long)row["commitNumber"]!).Order());
        Assert.Equal(commits, rows.Select(row => (string)row["decisionId"]!).Distinct().Count());
        Assert.Equal(commits - 1, rows.Select(row => (string?)row["previousCommitId"]).Where(id => id is not null).Distinct().Count());

        async Task<IReadOnlyList<JsonObject>> Commits() =>
            [.. (await node.Client.AuditRows($"sessionId={session.Id}")).Where(row => (string)row["kind"]! != "DEGRADED")];
    }
}

public sealed class RestartOnEmbeddedParts : RestartTests
{
    protected override Task<NodeSettings> Settings() => Task.FromResult(new NodeSettings().OnClientTime());
}

[Trait("Category", "Long")]
public sealed class RestartOnServedParts(RestartOnServedParts.Servers servers) : RestartTests, IClassFixture<RestartOnServedParts.Servers>
{
    protected override async Task<NodeSettings> Settings() => new NodeSettings
    {
        Redis = servers.Redis.ConnectionString,
        Postgres = await servers.Postgres.Database($"restart-{Guid.NewGuid():N}"),
    }.OnClientTime();

    /// <summary>A Redis and a PostgreSQL that no other test stops.</summary>
    public sealed class Servers : IAsyncLifetime
    {
        public RedisServer Redis { get; } = new();

        public PostgresServer Postgres { get; } = new();

        public async Task InitializeAsync()
        {
            await Redis.InitializeAsync();
            await Postgres.InitializeAsync();
        }

        public async Task DisposeAsync()
        {
            await Redis.DisposeAsync();
            await Postgres.DisposeAsync();
        }
    }
}
