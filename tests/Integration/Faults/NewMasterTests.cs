using System.Net;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

namespace Sentinel.Integration.Tests;

/// <summary>Invariant 4: a new master may lack the last acknowledged writes, although no connection was lost.</summary>
public sealed class NewMasterTests : IAsyncLifetime
{
    private readonly RedisServer master = new() { Arguments = ["--repl-diskless-sync-delay", "0"] };
    private readonly RedisServer replica = new() { Arguments = ["--repl-diskless-sync-delay", "0"] };
    private readonly PostgresServer postgres = new();

    public async Task InitializeAsync()
    {
        await master.InitializeAsync();
        await replica.InitializeAsync();
        await postgres.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await master.DisposeAsync();
        await replica.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task Open_WhenAReplicaThatLaggedIsTheMaster_IsBlockedAgain()
    {
        await using var first = await ConnectionMultiplexer.ConnectAsync($"{master.ConnectionString},allowAdmin=true");
        await using var second = await ConnectionMultiplexer.ConnectAsync($"{replica.ConnectionString},allowAdmin=true");
        var (old, next) = (first.GetServer(master.ConnectionString), second.GetServer(replica.ConnectionString));
        await next.ReplicaOfAsync(new IPEndPoint(IPAddress.Loopback, master.Port));
        await Probe.Until(() => Replicates(next), "it replicates");
        var settings = new NodeSettings
        {
            Redis = $"{master.ConnectionString},{replica.ConnectionString}",
            Postgres = await postgres.Database("sentinel"),
        };
        await using var node = await SentinelNode.Started(settings.OnClientTime());
        await Probe.Until(async () => !(await node.Client.Open(NewUser())).Expect(201).Degraded, "sessions are opened in hot state");

        await next.ExecuteAsync("REPLICAOF", "NO", "ONE");
        // An older connection still treats it as a replica.
        await using var promoted = await ConnectionMultiplexer.ConnectAsync(replica.ConnectionString);
        // Equal marks, so that only the change of master shows the loss.
        await Task.WhenAll(Enumerable.Range(0, Partition.Count).Select(i =>
            promoted.GetDatabase().StringSetAsync(RedisKeys.Marker(new((byte)i)), 1_000_000)));
        var banned = NewUser();
        (await node.Client.Ban(banned)).Expect(201);
        await Probe.Until(() => !old.Keys(pattern: "*:o").Any(), "the outboxes are drained");
        await old.ReplicaOfAsync(new IPEndPoint(IPAddress.Loopback, replica.Port));

        List<string> answers = [];
        await Probe.Until(
            async () =>
            {
                var answer = await node.Client.Open(banned, "laptop");
                if (answer.Number == 429) return false;
                answers.Add($"{answer.Expect(201).Decision} {answer.Degraded}");
                return answer is { Decision: "BLOCK", Degraded: false };
            },
            "it is blocked by the new master", TimeSpan.FromMinutes(2));
        Assert.DoesNotContain(answers, answer => answer.StartsWith("ALLOW", StringComparison.Ordinal));
    }

    private static string NewUser() => $"u-{Guid.NewGuid():N}";

    private static async Task<bool> Replicates(IServer server) =>
        (await server.InfoRawAsync("replication"))!.Contains("master_link_status:up", StringComparison.Ordinal);
}
