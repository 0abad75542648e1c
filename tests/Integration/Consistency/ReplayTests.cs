using Sentinel.Domain.Features;
using Sentinel.Domain.Sessions;

namespace Sentinel.Integration.Tests;

/// <summary>Input that is played again is found on any node; its sketches are bounded, expire, and go with the user.</summary>
[Collection(SharedTwoNodes.Name)]
public sealed class ReplayTests(TwoNodes nodes)
{
    private const int Batches = 25;

    private static DateTimeOffset Soon => DateTimeOffset.UtcNow.AddSeconds(1);

    [Fact]
    public async Task Score_WhenInputIsPlayedAgainOnAnotherNode_IsNotAllowedToItsUserAlone()
    {
        var user = NewUser();
        Assert.Equal("ALLOW", (await Play(nodes.First, await nodes.First.Client.Opened(user), seed: 1)).Decision);
        Assert.Equal("ALLOW", (await Play(nodes.Second, await nodes.Second.Client.Opened(user), seed: 2)).Decision);
        Assert.Equal("ALLOW", (await Play(nodes.Second, await nodes.Second.Client.Opened(NewUser()), seed: 1)).Decision);

        var again = await Play(nodes.Second, await nodes.Second.Client.Opened(user), seed: 1);
        Assert.NotEqual("ALLOW", again.Decision);
        Assert.Contains("pattern.replayed_input", again.ReasonCodes);
    }

    [Fact]
    public async Task Score_WhenTwoSessionsOfAUserRunAtOnce_KeepsTheSketchesOfBoth()
    {
        var user = NewUser();
        var (first, second) = (await nodes.First.Client.Opened(user), await nodes.Second.Client.Opened(user));
        await Task.WhenAll(Play(nodes.First, first, seed: 3), Play(nodes.Second, second, seed: 4));
        var (together, added) = await Stored(first);
        Assert.Equal(added * SketchMemory.EntryLength, together.Length);

        // As many as each leaves alone.
        var alone = 0L;
        foreach (var seed in new[] { 3, 4 })
        {
            var session = await nodes.First.Client.Opened(NewUser());
            await Play(nodes.First, session, seed);
            alone += (await Stored(session)).Added;
        }

        Assert.Equal(alone, added);
    }

    [Fact]
    public async Task Score_WhenTheUserHasLeftMany_KeepsTheLastAndForgetsThoseOfLongAgo()
    {
        var session = await nodes.First.Client.Opened(NewUser());
        var (old, recent) = (Sketches(200, DateTimeOffset.UtcNow.AddDays(-31)), Sketches(180, DateTimeOffset.UtcNow.AddDays(-1)));
        await nodes.Redis.HashSetAsync(TwoNodes.KeyOfUser(session), [new("r", (byte[])[.. old, .. recent]), new("q", 380)]);
        await Play(nodes.First, session, seed: 5);
        var (bytes, added) = await Stored(session);
        Assert.InRange(added, 385, 380 + (2 * SketchQuota.Most));
        Assert.Equal((added - 200) * SketchMemory.EntryLength, bytes.Length);
        Assert.Equal(recent, bytes[..recent.Length]);
    }

    [Fact]
    public async Task Score_WhenThereIsNoRoom_DropsTheOldest()
    {
        var session = await nodes.First.Client.Opened(NewUser());
        var full = Sketches(SketchMemory.Kept, DateTimeOffset.UtcNow);
        await nodes.Redis.HashSetAsync(TwoNodes.KeyOfUser(session), [new("r", full), new("q", 5_000)]);
        await Play(nodes.First, session, seed: 6);
        var (bytes, added) = await Stored(session);
        Assert.Equal(full.Length, bytes.Length);
        var dropped = (int)(added - 5_000) * SketchMemory.EntryLength;
        Assert.Equal(full[dropped..], bytes[..^dropped]);
    }

    [Fact]
    public async Task Erase_WhenSessionsHaveLeftSketches_LeavesNone()
    {
        var user = NewUser();
        var session = await nodes.First.Client.Opened(user);
        await Play(nodes.First, session, seed: 7);
        Assert.NotEmpty((await Stored(session)).Bytes);
        await nodes.First.Client.Erase(user);
        Assert.False(await nodes.Redis.HashExistsAsync(TwoNodes.KeyOfUser(session), "r"));
        Assert.False(await nodes.Redis.HashExistsAsync(TwoNodes.KeyOfUser(session), "q"));
    }

    private static string NewUser() => $"u-{Guid.NewGuid():N}";

    private static byte[] Sketches(int count, DateTimeOffset at) =>
        SketchMemory.Bytes(Enumerable.Range(0, count).Select(i => new InputSketch(SketchKind.Keys, (ulong)i)), at);

    private static async Task<Answer> Play(SentinelNode node, OpenSession session, int seed)
    {
        var (person, answer) = (new Person(seed, Soon), default(Answer));
        for (var sequence = 1; sequence <= Batches; sequence++)
            answer = await node.Client.Scored(session.Id, person.Batch(sequence, session.User));
        return answer!;
    }

    private async Task<(byte[] Bytes, long Added)> Stored(OpenSession session)
    {
        var stored = await nodes.Redis.HashGetAsync(TwoNodes.KeyOfUser(session), ["r", "q"]);
        return ((byte[]?)stored[0] ?? [], stored[1].IsNull ? 0 : (long)stored[1]);
    }
}
