using Sentinel.Simulation;

namespace Sentinel.Unit.Tests;

/// <summary>Bots with people's holds and intervals are challenged. Simulated people, who type by a model of people, are not.</summary>
public sealed class GeneratedTypingTests
{
    private const int Sessions = 12;

    public static TheoryData<string> Families => new(Imitators.Typing.Select(family => family.Name));

    [Theory]
    [MemberData(nameof(Families))]
    public void Score_OfAnImitatorsTyping_IsChallengedAndNeverAllowedAgain(string name)
    {
        var family = Imitators.Typing.Single(one => one.Name == name);
        Assert.All(Played(family, isBot: true), sitting =>
        {
            Assert.True(sitting.EverChallenged);
            Assert.NotEqual(Domain.Trust.Decision.Allow, sitting.Last);
            Assert.NotEqual(Domain.Trust.Phase.Trusted, sitting.Phase);
        });
    }

    /// <summary>What looks human in its single keys must not pay for what the net finds, also where the bot marks its own input.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void Score_OfAnImitatorThatMarksItsInput_IsChallenged(string name)
    {
        var performance = Imitators.Typing.Single(one => one.Name == name).Play(new(1, name, 0));
        for (var t = 0.0; t < performance.Keys[^1].Down; t += 900)
            performance.Signals.Add(new(t, SignalType.UntrustedEvent));
        Assert.True(People.Sitting.Play(Replay.Recording.Of(performance, name, "0", isBot: true), Delivery.AsRecorded).EverChallenged);
    }

    [Fact]
    public void Score_OfAPersonsTyping_IsAllowedAndNoGroupIsFull()
    {
        var typist = Actors.All.Single(actor => actor.Name == "typist");
        Assert.All(Played(typist, isBot: false), sitting =>
        {
            Assert.False(sitting.EverChallenged);
            Assert.False(sitting.AtCap((int)Domain.Detection.EvidenceGroup.Manner));
        });
    }

    private static ParallelQuery<People.Sitting> Played(IActor actor, bool isBot) => Enumerable.Range(0, Sessions).AsParallel()
        .Select(i => People.Sitting.Play(
            Replay.Recording.Of(actor.Play(new(1, actor.Name, i)), actor.Name, $"{i}", isBot), Delivery.AsRecorded));
}
