using Microsoft.Extensions.DependencyInjection;
using Sentinel.Api.Hosting;
using Sentinel.Application.Audit.Records;
using Sentinel.Application.Ports;
using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>
/// At start, a node runs the path of a whole session, so that the first request meets compiled code. This leaves no data.
/// </summary>
public sealed class WarmUpTests(EndpointDecisionTests.InProcess app) : IClassFixture<EndpointDecisionTests.InProcess>
{
    [Fact]
    public async Task Run_WhenItWalksASession_ScoresWindowsAndExpectsStatesThatCannotExist()
    {
        var store = new Watched(app.Services.GetRequiredService<ISessionStore>());
        await ActivatorUtilities.CreateInstance<WarmUp>(app.Services, store).Run();
        Assert.Equal(
            [AuditKind.SessionOpened, AuditKind.Batch, AuditKind.Batch, AuditKind.Batch, AuditKind.Batch, AuditKind.Evaluation],
            store.Commits.Select(commit => commit.Record.Kind)
        );
        Assert.InRange(store.Commits[^1].Session.Account.Windows, 8, 30);
        var commits = store.Commits.Select(commit => commit.Record.Commit).ToHashSet();
        Assert.All(store.Commits, commit => Assert.DoesNotContain(commit.Record.PreviousCommit, commits.Append(CommitId.None)));
        Assert.All(store.Results, result => Assert.IsNotType<CommitResult.Committed>(result));
    }

    [Fact]
    public async Task Write_WhenTheServerIsEmbedded_RemovesItsKeys()
    {
        await ActivatorUtilities.CreateInstance<HotStateWarmUp>(app.Services).Run();
        AssertMarkersAlone(app.Services.GetRequiredService<IConnectionMultiplexer>());
    }

    [Fact]
    public async Task Start_WhenItIsOver_HasLeftNothingBehind()
    {
        var redis = new RedisServer();
        await redis.InitializeAsync();
        try
        {
            await using var node = await SentinelNode.Started(new() { Redis = redis.ConnectionString });
            await using var line = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
            AssertMarkersAlone(line);
            Assert.Empty(await node.Client.AuditRows("userId=warm-up"));
            Assert.DoesNotContain("sentinel_decisions", (await node.Client.Get("/metrics")).Body, StringComparison.Ordinal);
            Assert.All(Directory.GetFiles(Path.Combine(node.DataFolder, "spool")), file => Assert.Equal(0, new FileInfo(file).Length));
        }
        finally
        {
            await redis.DisposeAsync();
        }
    }

    /// <summary>Only the marks of all partitions and the policies of the running nodes exist.</summary>
    private static void AssertMarkersAlone(IConnectionMultiplexer redis) =>
        Assert.Equal(
            Enumerable.Range(0, Partition.Count).Select(number => RedisKeys.Marker(new((byte)number)).ToString()),
            redis
                .GetServers()
                .Single()
                .Keys()
                .Select(key => key.ToString())
                .Where(key => key != "{p000}:policies")
                .Order(StringComparer.Ordinal)
        );

    /// <summary>Records the commits and the store's results.</summary>
    private sealed class Watched(ISessionStore store) : ISessionStore
    {
        public List<Commit> Commits { get; } = [];

        public List<CommitResult> Results { get; } = [];

        public Loaded? Recall(TenantId tenant, SessionId session) => store.Recall(tenant, session);

        public Task<Loaded> Load(TenantId tenant, SessionId session, UserId? user, CancellationToken budget) =>
            store.Load(tenant, session, user, budget);

        public async Task<CommitResult> Commit(Commit commit, CancellationToken budget)
        {
            Commits.Add(commit);
            Results.Add(await store.Commit(commit, budget));
            return Results[^1];
        }

        public Task<IdempotentAnswer?> Recall(TenantId tenant, SessionId session, IdempotencyKey key, CancellationToken budget) =>
            store.Recall(tenant, session, key, budget);

        public Task Append(AuditRecord record, CancellationToken budget) => store.Append(record, budget);

        public Task<UserState> LoadUser(TenantId tenant, UserId user, CancellationToken budget) => store.LoadUser(tenant, user, budget);

        public Task<int> Erase(TenantId tenant, UserId user, DateTimeOffset until, CancellationToken budget) =>
            store.Erase(tenant, user, until, budget);

        public Task<int> EraseSessions(TenantId tenant, UserId user, IReadOnlyCollection<SessionId> sessions, CancellationToken budget) =>
            store.EraseSessions(tenant, user, sessions, budget);

        public Task<bool> CommitUser(UserCommit commit, CancellationToken budget) => store.CommitUser(commit, budget);
    }
}
