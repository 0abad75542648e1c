using Sentinel.Simulation;

namespace Sentinel.Unit.Tests;

/// <summary>
/// Bots that move like people at a glance are challenged. Simulated people, who move by a model of people, are not; personas are in
/// <see cref="PersonaTests"/>.
/// </summary>
public sealed class GeneratedPathTests
{
    private const int Sessions = 10;

    /// <summary>All but the family that plays a person's own strokes.</summary>
    public static TheoryData<string> Families => new(Imitators.Paths.Select(path => path.Name).Where(name => name != "reused"));

    [Theory]
    [MemberData(nameof(Families))]
    public void Score_OfAnImitatorsPointer_IsChallengedInAlmostAllSessions(string name)
    {
        var played = Played(Imitators.Pointing.Single(one => one.Name == $"imitator-{name}"), isBot: true);
        Assert.InRange(played.Count(sitting => sitting.EverChallenged), Sessions - 1, Sessions);
        Assert.All(played, sitting => Assert.False(sitting.EverBlocked));
    }

    /// <summary>Each of its strokes is a person's. That they come again shows, but not in every session of thirty strokes.</summary>
    [Fact]
    public void Score_OfAPersonsStrokesThatArePlayedAgain_IsChallengedInAThirdOfTheSessions()
    {
        var played = Played(Imitators.Pointing.Single(one => one.Name == "imitator-reused"), isBot: true, sessions: 60);
        Assert.InRange(played.Count(sitting => sitting.EverChallenged), 18, 60);
    }

    /// <summary>Typing like a person's must not pay for what the net finds.</summary>
    [Fact]
    public void Score_OfAnImitatorsPointerBesideTyping_IsChallengedAsWithout() =>
        Assert.All(
            Played(Imitators.PointingBesideTyping.Single(one => one.Name == "imitator-eased-and-typing"), isBot: true),
            sitting => Assert.True(sitting.EverChallenged));

    [Theory]
    [InlineData("mouse-125hz")]
    [InlineData("form-filler")]
    public void Score_OfAPersonsPointer_IsAllowedAndNoGroupIsFull(string name) =>
        Assert.All(Played(Actors.All.Single(actor => actor.Name == name), isBot: false), sitting =>
        {
            Assert.False(sitting.EverChallenged);
            Assert.False(sitting.AtCap((int)Domain.Detection.EvidenceGroup.Course));
        });

    private static People.Sitting[] Played(IActor actor, bool isBot, int sessions = Sessions) =>
    [
        .. Enumerable.Range(0, sessions).AsParallel().Select(i => People.Sitting.Play(
            Replay.Recording.Of(actor.Play(new(1, actor.Name, i)), actor.Name, $"{i}", isBot), Delivery.AsRecorded)),
    ];
}
