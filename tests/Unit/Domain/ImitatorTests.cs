using Sentinel.Simulation;

namespace Sentinel.Unit.Tests;

/// <summary>Each family of imitators plays a session of a minute or so, which a seed repeats and another one changes.</summary>
public sealed class ImitatorTests
{
    private static readonly IActor[] All = [.. Imitators.Typing, .. Imitators.Pointing];

    public static readonly TheoryData<string> Families = [.. All.Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(Families))]
    public void Play_OfAnyFamily_IsALongSessionThatDependsOnTheSeedAlone(string name)
    {
        var (once, again, other) = (Played(name, 1), Played(name, 1), Played(name, 2));
        Assert.Equal(once.Keys, again.Keys);
        Assert.Equal(once.Pointer, again.Pointer);
        Assert.NotEqual(LengthOf(once), LengthOf(other));
        Assert.True(once.Keys.Count >= 300 || once.Pointer.Count >= 500, $"{once.Keys.Count} keys, {once.Pointer.Count} positions");
        Assert.InRange(LengthOf(once), 20_000, 240_000);
        Assert.All(once.Keys, key => Assert.True(key.Up > key.Down));
    }

    [Fact]
    public void Families_AreEightOfKeysAndNineOfPointers()
    {
        Assert.Equal((8, 9), (Imitators.Typing.Count, Imitators.Pointing.Count));
        Assert.Equal(All.Length, All.Select(family => family.Name).Distinct().Count());
    }

    [Fact]
    public void BesideTyping_OfAPointer_TypesAsLongAsThePointerMoves()
    {
        var bot = Imitators.PointingBesideTyping[0].Play(new(1, "beside", 0));
        Assert.InRange(bot.Keys.Count, 100, 1_000);
        Assert.InRange(bot.Pointer[^1].T - bot.Keys.Max(key => key.Up), 0, 5_000);
    }

    private static Performance Played(string name, int index) => All.Single(one => one.Name == name).Play(new(1, name, index));

    private static double LengthOf(Performance performance) =>
        performance.Keys.Select(key => key.Up).Concat(performance.Pointer.Select(sample => sample.T)).Max();
}
