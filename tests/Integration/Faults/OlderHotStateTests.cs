using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;

namespace Sentinel.Integration.Tests;

/// <summary>Invariants 4 and 11: hot state lacks data of cold storage, while cold storage or the nodes were away.</summary>
public sealed class OlderHotStateTests(LostHotStateTests.Installation parts) : IClassFixture<LostHotStateTests.Installation>
{
    [Fact]
    [Trait("Category", "Long")]
    public async Task Open_WhenColdStorageCameBackLater_IsBlockedAgain()
    {
        var banned = await Banned();
        await Forget(banned);
        parts.Postgres.Stop();
        await parts.Hot.ExecuteAsync("SAVE");
        parts.Redis.Kill();
        await parts.Redis.Start();
        // The marks are correct, so scoring continues without cold storage.
        foreach (var node in parts.Nodes)
            await Probe.Until(async () => !(await node.Client.Open(NewUser())).Expect(201).Degraded, "scoring goes on");
        parts.Postgres.Start();
        foreach (var node in parts.Nodes) await UntilBlocked(node, banned);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Open_WhenTheBanWasLostLongBeforeTheNodeStarted_IsBlocked()
    {
        var banned = await Banned();
        await using (var storage = new NodeStorage(parts.First))
            await storage.Sql($"UPDATE sanctions SET changed_at = changed_at - interval '2 hours' WHERE user_id = '{banned}'");
        parts.First.Stop();
        await Forget(banned);
        await parts.First.Start();
        Assert.Equal(("BLOCK", false), Read((await parts.First.Client.Open(banned)).Expect(201)));
    }

    [Fact]
    public async Task Score_WhenABatchIsSentAgainToAnOlderHotState_IsChallengeUntilItWasCompared()
    {
        var session = await parts.First.Client.Opened(NewUser());
        var person = new Person(1, DateTimeOffset.UtcNow.AddSeconds(1));
        var batch = person.Batch(1, session.User);
        (await parts.First.Client.Batch(session.Id, batch)).Expect(200);
        await parts.UntilDrained();
        await parts.Hot.ExecuteAsync("SAVE");
        var saved = await Mark();
        (await parts.First.Client.Ban(session.User)).Expect(201);
        await parts.UntilDrained();
        await Probe.Until(async () => await Mark() > saved + 2, "both nodes have seen a later mark");
        var waits = parts.Nodes.Select(Waits).ToList();
        parts.Postgres.Stop();
        parts.Redis.Kill();
        await parts.Redis.Start();
        foreach (var (node, before) in parts.Nodes.Zip(waits))
        {
            await Probe.Until(() => Waits(node) > before, "the node knows that hot state is older");
            var again = (await node.Client.Batch(session.Id, batch)).Expect(200);
            Assert.Equal((true, "CHALLENGE"), (again.Degraded, again.Decision));
            (await node.Client.Session(session.Id)).Expect(503, "hot_state_unavailable");
            (await node.Client.Get($"/api/v1/bans/{session.User}")).Expect(503, "hot_state_unavailable");
        }

        parts.Postgres.Start();
        foreach (var node in parts.Nodes)
            await Probe.Until(
                async () => Read((await node.Client.Batch(session.Id, batch)).Expect(200)) == ("BLOCK", false),
                "it is blocked"
            );
    }

    private static string NewUser() => $"u-{Guid.NewGuid():N}";

    private static (string Decision, bool Degraded) Read(Answer answer) => (answer.Decision, answer.Degraded);

    private static int Waits(SentinelNode node) => node.Log.Split("cannot be brought up to date while cold storage").Length;

    private static Task UntilBlocked(SentinelNode node, string user) => Probe.Until(
        async () => (await node.Client.Open(user, "laptop")) is { Number: 201, Decision: "BLOCK", Degraded: false }, $"{user} is blocked");

    /// <summary>A user whose ban is in cold storage.</summary>
    private async Task<string> Banned()
    {
        var user = NewUser();
        (await parts.First.Client.Ban(user)).Expect(201);
        await parts.UntilDrained();
        return user;
    }

    /// <summary>Simulates that Redis lost only the write of the ban.</summary>
    private async Task Forget(string user)
    {
        var id = UserId.Parse(user);
        Assert.True(await parts.Database.KeyDeleteAsync(RedisKeys.User(TenantId.Default, Partition.Of(TenantId.Default, id), id)));
    }

    private async Task<long> Mark() => (long)await parts.Database.StringGetAsync(RedisKeys.Marker(new Partition(7)));
}
