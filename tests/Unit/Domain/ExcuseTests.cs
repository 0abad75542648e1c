using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>What a passed challenge excuses: see ADR 0012. A gaze pointer, or whatever else puts the pointer where it clicks.</summary>
public sealed class ExcuseTests
{
    private const double Hour = 3_600_000;

    [Fact]
    public void Score_WhenAChallengeWasPassed_TheSameGroupChallengesNoMoreOnTheDeviceForADay()
    {
        var passed = Passed();
        Play(passed, Behaviour.ScriptClicking(3, 700, Behaviour.Start + 60_000));
        var user = passed.User;
        Assert.Equal(Decision.Allow, Clicks(user, "d-1", 1 * Hour).Last.Decision);
        Assert.Equal(Decision.Allow, Clicks(user, "d-1", 23 * Hour).Last.Decision);
        Assert.Equal(Decision.Challenge, Clicks(user, "d-1", 25 * Hour).Last.Decision);
        Assert.Equal(Decision.Challenge, Clicks(user, "d-2", 1 * Hour).Last.Decision);
        Assert.Equal(Decision.Challenge, Clicks(UserState.New, "d-1", 1 * Hour).Last.Decision);
    }

    [Fact]
    public void Score_WhenTheSessionGoesOnAfterTheChallenge_IsAllowed()
    {
        var sitting = Passed();
        Play(sitting, Behaviour.ScriptClicking(20, 700, Behaviour.Start + 60_000));
        Assert.Equal(Decision.Allow, sitting.Last.Decision);
    }

    /// <summary>An excuse takes no evidence away: what a script types on the device blocks as ever, and alone earns nothing.</summary>
    [Fact]
    public void Score_WhenABotComesOnTheExcusedDevice_IsBlockedByASecondGroup()
    {
        var sitting = Clicks(Passed().User, "d-1", 1 * Hour);
        Assert.Equal(0, sitting.Session.Account.Conclusive);
        Play(sitting, Behaviour.ScriptTyping(60, Behaviour.Start + Hour + 60_000));
        Assert.Equal(Decision.Block, sitting.Last.Decision);
    }

    [Fact]
    public void Report_WhenNoGroupHadSpoken_ExcusesNothing()
    {
        var sitting = new Sitting();
        sitting.Report(ChallengeOutcome.Passed, Sitting.Opened.AddSeconds(1));
        Assert.Empty(sitting.User.Excuses.Devices);
        Assert.Equal(Decision.Challenge, Clicks(sitting.User, "d-1", 1 * Hour).Last.Decision);
    }

    [Fact]
    public void Add_WhenThereAreMoreDevicesThanAreKept_TheOldestIsForgotten()
    {
        var (excuses, now) = (Excuses.None, Sitting.Opened);
        var excuse = new Excuse(Domain.Detection.GroupSet.OfKeys, now);
        for (var i = 0; i < 20; i++)
            excuses = excuses.With(DeviceId.Of($"d-{i}"), excuse, now, Policy.Default);
        Assert.Equal(Excuses.MaxDevices, excuses.Devices.Length);
        Assert.Null(excuses.Of(DeviceId.Of("d-0")));
        Assert.NotNull(excuses.Of(DeviceId.Of("d-19")));
    }

    /// <summary>A session that was challenged for its clicks, and passed.</summary>
    private static Sitting Passed()
    {
        var sitting = Clicks(UserState.New, "d-1", 0);
        Assert.Equal(Decision.Challenge, sitting.Last.Decision);
        Assert.True(sitting.Report(ChallengeOutcome.Passed, Sitting.At(Behaviour.Start + 30_000)));
        return sitting;
    }

    private static Sitting Clicks(UserState user, string device, double after)
    {
        var sitting = new Sitting(user, opened: Sitting.At(Behaviour.Start + after), device: device);
        Play(sitting, Behaviour.ScriptClicking(20, 700, Behaviour.Start + after));
        return sitting;
    }

    private static void Play(Sitting sitting, Behaviour behaviour)
    {
        var sequence = sitting.Session.Batches * 1_000;
        var first = behaviour.Keys.Count > 0 ? behaviour.Keys[0].Down : behaviour.Pointer[0].T;
        foreach (
            var (batch, at) in behaviour.CutAt(
                Enumerable.Range(1, (int)((behaviour.End - first) / 1_000)).Select(i => first + (i * 1_000.0))
            )
        )
            sitting.Score(batch with { Sequence = ++sequence }, Sitting.At(at));
    }
}
