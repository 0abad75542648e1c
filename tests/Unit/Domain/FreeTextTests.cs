using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;

namespace Sentinel.Unit.Tests;

/// <summary>The free-text model on generated people. eval/accuracy measures its accuracy on real ones.</summary>
public sealed class FreeTextTests
{
    private static readonly FreeTextBackground People = FreeTextBackground.Of([
        .. Enumerable.Range(100, 12).Select(seed => FreeTextSums.Of(FreeTextTime.Of(new Writer(seed).Strokes(300)))),
    ]);

    [Fact]
    public void Score_WhenSomebodyElseTypes_IsHigherThanThePersonsOwn()
    {
        var (person, other) = (new Writer(1), new Writer(2));
        var profile = Learn(person, 300)!;
        Assert.True(Mean(profile, person.Strokes(100)) < Mean(profile, other.Strokes(100)));
        Assert.True(Mean(profile, person.Strokes(100)) < 0);
    }

    [Fact]
    public void Learn_WhenTooLittleWasSeen_IsNoProfile() => Assert.Null(Learn(new Writer(1), (FreeTextProfile.MinTimes / 2) - 1));

    [Fact]
    public void Learn_WhenRepeated_ScoresTheSame()
    {
        var probe = FreeTextTime.Of(new Writer(3).Strokes(50)).ToArray();
        Assert.Equal(probe.Select(Learn(new Writer(1), 200)!.Score), probe.Select(Learn(new Writer(1), 200)!.Score));
    }

    [Fact]
    public void Learn_WhenOnlyGroupsWereSent_StillTellsPeopleApart()
    {
        var (person, other) = (new Writer(1), new Writer(2));
        var profile = FreeTextProfile.Learn(FreeTextSums.Of(FreeTextTime.Of(Grouped(person.Strokes(300)))), People)!;
        Assert.True(Mean(profile, Grouped(person.Strokes(100))) < Mean(profile, Grouped(other.Strokes(100))));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(1_000)]
    [InlineData(1_499)]
    public void Score_WhenATimeIsExtreme_StaysWithinItsBound(double interval)
    {
        var profile = Learn(new Writer(1), 300)!;
        var strokes = new[] { new KeyStroke(0, 1, KeyCode.KeyT), new KeyStroke(interval, interval + 999, KeyCode.KeyH) };
        Assert.All(
            FreeTextTime.Of(strokes),
            time => Assert.InRange(profile.Score(time), -FreeTextProfile.Outermost, FreeTextProfile.Outermost)
        );
    }

    [Fact]
    public void Of_WhenAStrokeIsNoTapOrAfterAPause_LeavesItOut()
    {
        KeyStroke[] strokes = [new(0, double.NaN, KeyCode.KeyT), new(5_000, 5_090, KeyCode.KeyH), new(4_900, 7_000, KeyCode.KeyE)];
        Assert.Equal([FreeTextFeature.Hold(KeyCode.KeyT, KeyCode.KeyH)], FreeTextTime.Of(strokes).Select(time => time.Feature));
    }

    [Fact]
    public void Feature_WhenKeysAreNoCommonDigraph_IsThatOfTheirGroups()
    {
        var common = FreeTextFeature.Interval(KeyCode.KeyT, KeyCode.KeyH);
        Assert.True(common.IsDigraph);
        Assert.Equal(FreeTextFeature.Interval(KeyCode.LetterLeft, KeyCode.LetterRight), common.Group);
        Assert.Equal(
            FreeTextFeature.Interval(KeyCode.LetterLeft, KeyCode.LetterRight),
            FreeTextFeature.Interval(KeyCode.KeyQ, KeyCode.KeyP)
        );
        Assert.Equal(FreeTextFeature.Hold(KeyCode.Unknown, KeyCode.Digit), FreeTextFeature.Hold(KeyCode.KeyX, KeyCode.Digit7));
    }

    [Fact]
    public void Feature_WhateverTheKeys_IsWithinTheCountAndOfTheRightKind()
    {
        foreach (var previous in Enum.GetValues<KeyCode>())
        {
            foreach (var code in Enum.GetValues<KeyCode>())
            {
                var (hold, interval) = (FreeTextFeature.Hold(previous, code), FreeTextFeature.Interval(previous, code));
                Assert.InRange(hold.Index, 0, FreeTextFeature.Count - 1);
                Assert.InRange(interval.Index, 0, FreeTextFeature.Count - 1);
                Assert.True(
                    hold.IsHold
                        && hold.Group.IsHold
                        && !interval.IsHold
                        && !interval.Group.IsHold
                        && !hold.Group.IsDigraph
                        && !interval.Group.IsDigraph
                );
            }
        }
    }

    private static FreeTextProfile? Learn(Writer person, int strokes) =>
        FreeTextProfile.Learn(FreeTextSums.Of(FreeTextTime.Of(person.Strokes(strokes))), People);

    private static double Mean(FreeTextProfile profile, IEnumerable<KeyStroke> strokes) => FreeTextTime.Of(strokes).Average(profile.Score);

    private static IEnumerable<KeyStroke> Grouped(IEnumerable<KeyStroke> strokes) =>
        strokes.Select(stroke => stroke with { Code = KeyGroups.Of(stroke.Code) });
}
