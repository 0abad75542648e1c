using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Unit.Tests;

/// <summary>What people may see of a baseline.</summary>
public sealed class BaselineContentTests
{
    private static readonly Dictionary<string, BaselineContent> Models = BaselineContent.Of(Crowd.Known).ToDictionary(one => one.Model);

    [Fact]
    public void Of_WhenNothingWasLearned_IsEmpty() => Assert.Empty(BaselineContent.Of(Baseline.None));

    /// <summary>It may be a password.</summary>
    [Fact]
    public void Of_AFixedText_TellsNeitherItsLengthNorItsOrder()
    {
        var (text, template) = (Models["fixed_text"], Crowd.Known.Texts[0].Template);
        Assert.Equal((1, template.Entries), (text.Text, text.Samples));
        Assert.Equal(["hold", "interval"], text.Distributions.Select(times => times.Name));
        string[] shares = ["10%", "30%", "50%", "70%", "90%"];
        Assert.Equal(shares, Names(text, 0));
        Assert.Equal(shares, Names(text, 1));
        Assert.All(text.Distributions, times => Assert.Equal(times.Bands.OrderBy(band => band.User.Middle), times.Bands));
        Assert.All(text.Distributions.SelectMany(times => times.Bands), InOrder);
    }

    /// <summary>A letter's name has no place in the answer: nobody can read what the user types.</summary>
    [Fact]
    public void Of_FreeTyping_NamesKeyGroupsAlone()
    {
        var typing = Models["free_text"];
        Assert.Equal((8, 9), (Names(typing, 0).Count(), Names(typing, 1).Count()));
        Assert.Contains("LETTER_LEFT SPACE", Names(typing, 1));
        var names = Names(typing, 0).Concat(Names(typing, 1)).SelectMany(name => name.Split(' '));
        Assert.All(names, name => Assert.True(name.Length > 3, name));
        Assert.All(typing.Distributions.SelectMany(times => times.Bands), InOrder);
    }

    [Fact]
    public void Of_APointer_HasPeoplesSharesOfEachTraitAndWhatTheySay()
    {
        var mouse = Models["mouse"];
        Assert.Equal(StrokeTraits.Count, mouse.Distributions.Count);
        Assert.All(mouse.Distributions, trait => Assert.Equal(1, trait.Bins.Sum(bin => bin.People), 6));
        Assert.Contains(mouse.Distributions.SelectMany(trait => trait.Bins), bin => bin.Nats < 0);
        Assert.All(mouse.Distributions.SelectMany(trait => trait.Bins), bin => Assert.False(bin.To <= bin.From));
    }

    private static IEnumerable<string> Names(BaselineContent model, int distribution) =>
        model.Distributions[distribution].Bands.Select(band => band.Name);

    private static void InOrder(Band band) =>
        Assert.True(band.User.Low < band.User.Middle && band.User.Middle < band.User.High && band.People.Low < band.People.High, band.Name);
}
