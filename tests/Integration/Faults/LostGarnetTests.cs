namespace Sentinel.Integration.Tests;

/// <summary>Invariants 4 and 11 on embedded parts: hot state's folder is lost, the database is not.</summary>
public sealed class LostGarnetTests
{
    [Fact]
    [Trait("Category", "Long")]
    public async Task Open_WhenTheFolderOfHotStateWasLost_IsBlockedAgainAndALiftStands()
    {
        await using var node = await SentinelNode.Started(new NodeSettings().OnClientTime());
        var (banned, lifted) = ("u-banned", "u-lifted");
        (await node.Client.Ban(banned)).Expect(201);
        (await node.Client.Ban(lifted)).Expect(201);
        (await node.Client.Lift(lifted)).Expect(204);
        // Sanctions are written together with their audit rows.
        foreach (var (user, rows) in new[] { (banned, 1), (lifted, 2) })
            await Probe.Until(async () => (await node.Client.AuditRows($"userId={user}")).Count == rows, "cold storage has them");

        node.Stop();
        Directory.Delete(Path.Combine(node.DataFolder, "garnet"), recursive: true);
        await node.Start();
        Assert.Equal("BLOCK", await Opened(banned));
        Assert.Equal("ALLOW", await Opened(lifted));
        await node.Logged("was lost or is older");

        async Task<string> Opened(string user)
        {
            var answer = (await node.Client.Open(user)).Expect(201);
            Assert.False(answer.Degraded);
            return answer.Decision;
        }
    }
}
