using Sentinel.Infrastructure.HotState;

namespace Sentinel.Integration.Tests;

/// <summary>
/// A user's carry-over is the trust after the last scored window, in any session and on any node. Nothing else changes it.
/// </summary>
[Collection(SharedTwoNodes.Name)]
public sealed class CarryOverTests(TwoNodes nodes)
{
    private static DateTimeOffset Soon => DateTimeOffset.UtcNow.AddSeconds(1);

    [Theory]
    [InlineData("FAILED"), InlineData("PASSED")]
    public async Task Report_WhenAnotherSessionMovedTheCarryOver_DoesNotSetItBack(string outcome)
    {
        var user = $"u-{Guid.NewGuid():N}";
        var first = await nodes.First.Client.Opened(user);
        // A pass changes the user only if there is a strike to answer.
        if (outcome == "PASSED") await Report(first, "FAILED");
        await Play(nodes.First, first, new Person(1, Soon), 3);
        var older = await CarryOver(first);

        await Play(nodes.Second, await nodes.Second.Client.Opened(user), new Person(2, Soon), 12);
        var newer = await CarryOver(first);
        Assert.NotEqual(older, newer);

        await Report(first, outcome);

        Assert.Equal(newer, await CarryOver(first));
    }

    private async Task Report(OpenSession session, string outcome)
    {
        var challenge = (await nodes.First.Client.Evaluate(session.Id)).Expect(200).Text("challengeId");
        (await nodes.First.Client.Report(session.Id, challenge, outcome)).Expect(200);
    }

    private static async Task Play(SentinelNode node, OpenSession session, Person person, int batches)
    {
        for (var sequence = 1; sequence <= batches; sequence++)
            (await node.Client.Batch(session.Id, person.Batch(sequence, session.User))).Expect(200);
    }

    private async Task<double?> CarryOver(OpenSession session)
    {
        var stored = await nodes.Redis.HashGetAsync(TwoNodes.KeyOfUser(session), ["e", "d", "c"]);
        return UserCodec.Decode((byte[]?)stored[0], (byte[]?)stored[1], (byte[]?)stored[2], 0).CarryOver;
    }
}
