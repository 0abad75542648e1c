using FsCheck.Xunit;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Invariant 11: BLOCK sticks.</summary>
public sealed class BlockTests
{
    private static Sitting Blocked()
    {
        var sitting = new Sitting();
        sitting.Score(Behaviour.ScriptTyping(30).Whole(), Sitting.Opened.AddSeconds(2));
        Assert.Equal(Decision.Block, sitting.Last.Decision);
        return sitting;
    }

    [Property(MaxTest = 40)]
    public void Invariant11_WhenTimePassesAndAPersonTypes_TheBlockStays(int seed, byte minutes)
    {
        var sitting = Blocked();
        var resume = Behaviour.Start + TimeSpan.FromMinutes(minutes).TotalMilliseconds + 5_000;
        long sequence = 1;

        for (var second = 0; second < 60; second++)
        {
            var typed = Behaviour.HumanTyping(seed + second, 6, resume + (second * 1000));
            sitting.Score(typed.Whole(++sequence), Sitting.At(resume + (second * 1000) + 1500));
            Assert.Equal(Decision.Block, sitting.Last.Decision);
        }

        foreach (var sensitivity in Enum.GetValues<Sensitivity>())
            Assert.Equal(Decision.Block, sitting.Decide(sensitivity, Sitting.At(resume).AddHours(minutes)));
    }

    [Fact]
    public void Invariant11_WhenTheSessionIsOpenedAnewOnTheSameDevice_TheBlockStaysForADay()
    {
        var blocked = Blocked();
        var again = new Sitting(blocked.User, opened: Sitting.Opened.AddHours(23));
        var elsewhere = new Sitting(blocked.User, opened: Sitting.Opened.AddHours(23), device: "d-2");
        var tomorrow = new Sitting(blocked.User, opened: Sitting.Opened.AddHours(25));

        Assert.Equal(Decision.Block, again.Decide(Sensitivity.Low, Sitting.Opened.AddHours(23)));
        Assert.NotEqual(Decision.Block, elsewhere.Decide(Sensitivity.Low, Sitting.Opened.AddHours(23)));
        Assert.NotEqual(Decision.Block, tomorrow.Decide(Sensitivity.Low, Sitting.Opened.AddHours(25)));
    }

    [Property(MaxTest = 30)]
    public void Invariant11_WhenTrustIsLow_WaitingNeverTurnsAChallengeIntoAnAllow(byte trust, ushort minutes)
    {
        var policy = Policy.Default;
        var low = TrustAccount.Open(trust / 255.0 * policy.MediumThreshold * 0.999, policy);

        var waited = low.Decay(TimeSpan.FromMinutes(minutes), policy);

        Assert.True(waited.Trust < policy.MediumThreshold);
        Assert.True(waited.Trust >= low.Trust);
        Assert.Equal(low.Bot, waited.Bot);
    }

    [Fact]
    public void Report_WhenTheChallengeIsPassed_LiftsTheBlockHereAndForNewSessions()
    {
        var sitting = Blocked();
        var now = Sitting.Opened.AddMinutes(1);

        Assert.True(sitting.Report(ChallengeOutcome.Passed, now));

        Assert.Equal(Decision.Allow, sitting.Decide(Sensitivity.Medium, now));
        Assert.Equal(Decision.Allow, sitting.Decide(Sensitivity.High, now));
        Assert.Equal(Decision.Allow, new Sitting(sitting.User, opened: now).Decide(Sensitivity.Medium, now));
    }

    [Fact]
    public void Report_WhenThreeChallengesFail_StrikesBlockTheDevice()
    {
        var sitting = new Sitting();
        for (var i = 0; i < sitting.Policy.StrikesToBlock; i++)
        {
            Assert.NotEqual(Decision.Block, sitting.Decide(Sensitivity.Low, Sitting.Opened));
            Assert.True(sitting.Report(ChallengeOutcome.Failed, Sitting.Opened.AddSeconds(i)));
        }

        Assert.Equal(Decision.Block, sitting.Decide(Sensitivity.Low, Sitting.Opened.AddSeconds(5)));
    }

    private static UserState StruckElsewhere(UserState user, int devices, StrikeKind kind = StrikeKind.Block, double minute = 1) =>
        Enumerable
            .Range(0, devices)
            .Aggregate(user, (struck, i) => struck.Add(DeviceId.Of($"other-{i}"), kind, Sitting.Opened.AddMinutes(minute), Policy.Default));

    [Theory]
    [InlineData(StrikeKind.Block)]
    [InlineData(StrikeKind.FailedChallenge)]
    public void Add_WhenManyOtherDevicesAreStruck_NeverUnblocksTheFirst(StrikeKind kind)
    {
        var user = Blocked().User;
        for (var devices = 0; devices <= 40; devices++)
        {
            var struck = StruckElsewhere(user, devices, kind);
            Assert.InRange(struck.Strikes.Devices.Length, 1, Strikes.MaxDevices);
            Assert.True(struck.IsStruck(Sitting.Opened.AddMinutes(2), Policy.Default));
            Assert.Equal(
                Decision.Block,
                new Sitting(struck, opened: Sitting.Opened.AddMinutes(2)).Decide(Sensitivity.Low, Sitting.Opened.AddMinutes(2))
            );
        }
    }

    [Fact]
    public void Add_WhenThereIsNoRoom_BlocksUnknownDevicesForADayFromThen()
    {
        var user = StruckElsewhere(Blocked().User, Strikes.MaxDevices, minute: 60);

        Assert.Equal(Decision.Block, new Sitting(user, device: "new").Decide(Sensitivity.Low, Sitting.Opened.AddHours(24.9)));
        Assert.True(user.IsStruck(Sitting.Opened.AddHours(24.9), Policy.Default));
        Assert.NotEqual(Decision.Block, new Sitting(user, device: "new").Decide(Sensitivity.Low, Sitting.Opened.AddHours(25.1)));
        Assert.False(user.IsStruck(Sitting.Opened.AddHours(25.1), Policy.Default));
    }

    [Fact]
    public void Add_WhenThereIsNoRoom_LeavesKnownDevicesAloneButNotTheOneThatWasStruck()
    {
        var blocked = Blocked();
        var user = blocked.User.Remember(DeviceId.Of("phone"), Sitting.Opened).Remember(DeviceId.Of("d-1"), Sitting.Opened);

        user = StruckElsewhere(user, Strikes.MaxDevices);

        Assert.NotEqual(Decision.Block, new Sitting(user, device: "phone").Decide(Sensitivity.Low, Sitting.Opened.AddMinutes(2)));
        Assert.Equal(Decision.Block, new Sitting(user).Decide(Sensitivity.Low, Sitting.Opened.AddMinutes(2)));
    }

    [Fact]
    public void Add_WhenThereIsNoRoom_ForgetsAnsweredStrikesFirst()
    {
        var user = StruckElsewhere(UserState.New, Strikes.MaxDevices)
            .Settle(DeviceId.Of("other-7"), Sitting.Opened.AddMinutes(1), Policy.Default);

        user = user.Add(DeviceId.Of("d-1"), StrikeKind.Block, Sitting.Opened.AddMinutes(1), Policy.Default);

        Assert.Null(user.Strikes.OverflowAt);
        Assert.Equal(Strikes.MaxDevices, user.Strikes.Devices.Count(strike => strike.Open));
    }

    [Theory]
    [InlineData("d-1")]
    [InlineData("")]
    public void Report_WhenPassedAfterAnOverflow_LiftsItHereUntilTheNextStrike(string device)
    {
        var sitting = new Sitting(StruckElsewhere(UserState.New, Strikes.MaxDevices + 1), device: device);
        var now = Sitting.Opened.AddMinutes(2);
        Assert.Equal(Decision.Block, sitting.Decide(Sensitivity.Low, now));

        Assert.True(sitting.Report(ChallengeOutcome.Passed, now));
        Assert.Equal(Decision.Allow, sitting.Decide(Sensitivity.Medium, now));

        sitting.Score(Behaviour.ScriptTyping(30, Behaviour.Start + 125_000).Whole(), now.AddSeconds(8));
        var again = new Sitting(StruckElsewhere(sitting.User, Strikes.MaxDevices + 1, minute: 3), device: device);
        Assert.Equal(Decision.Block, again.Decide(Sensitivity.Low, Sitting.Opened.AddMinutes(4)));
    }

    [Fact]
    public void Report_WhenOneOfManyDevicesPassed_TheOthersStayBlocked()
    {
        var sitting = new Sitting(StruckElsewhere(UserState.New, 3 * Strikes.MaxDevices), device: "mine");
        Assert.True(sitting.Report(ChallengeOutcome.Passed, Sitting.Opened.AddMinutes(2)));

        for (var i = 0; i < 3 * Strikes.MaxDevices; i++)
            Assert.Equal(
                Decision.Block,
                new Sitting(sitting.User, device: $"other-{i}").Decide(Sensitivity.Low, Sitting.Opened.AddMinutes(3))
            );
    }

    /// <summary>If it fails, it counts as a strike, so no other challenge may displace it.</summary>
    [Fact]
    public void Evaluate_WhenManyChallengesAreIssued_APendingOneIsKeptForItsLife()
    {
        var sitting = new Sitting();
        var (session, user) = (sitting.Session, sitting.User);
        var first = Guid.NewGuid();
        (session, _, _) = StepUp.Evaluate(session, user, Sensitivity.High, ClientOrigin.Unknown, sitting.Policy, Sitting.Opened, first);
        for (var i = 0; i < 20; i++)
        {
            var (now, id) = (Sitting.Opened.AddMinutes(8).AddSeconds(i), Guid.NewGuid());
            (session, _, _) = StepUp.Evaluate(session, user, Sensitivity.High, ClientOrigin.Unknown, sitting.Policy, now, id);
            (session, user) = (ReportResult.Reported)StepUp.Report(session, user, id, ChallengeOutcome.Failed, sitting.Policy, now);
        }

        Assert.NotNull(StepUp.Report(session, user, first, ChallengeOutcome.Failed, sitting.Policy, Sitting.Opened.AddMinutes(14)));
    }

    [Theory]
    [InlineData("d-1"), InlineData(null)]
    public void Lift_WhenASessionIsLatched_ItDecidesAnewAndANewBlockStands(string? device)
    {
        var sitting = Blocked();
        var now = Sitting.Opened.AddMinutes(1);
        sitting.Become(sitting.User.Lift(device is null ? null : DeviceId.Of(device), now, sitting.Policy));

        sitting.Score(Behaviour.HumanTyping(1, 6, Behaviour.Start + 60_000).Whole(2), now.AddSeconds(2));
        Assert.NotEqual(Decision.Block, sitting.Last.Decision);
        Assert.Null(sitting.Session.Latched);
        Assert.NotEqual(Decision.Block, new Sitting(sitting.User, opened: now).Decide(Sensitivity.Low, now));

        sitting.Score(Behaviour.ScriptTyping(30, Behaviour.Start + 70_000).Whole(3), now.AddSeconds(14));
        Assert.Equal(Decision.Block, sitting.Last.Decision);
        sitting.Score(Behaviour.HumanTyping(2, 6, Behaviour.Start + 80_000).Whole(4), now.AddSeconds(24));
        Assert.Equal(Decision.Block, sitting.Last.Decision);
    }

    [Fact]
    public void Lift_WhenItIsOfAnotherDevice_ChangesNothingHere()
    {
        var sitting = Blocked();
        sitting.Become(sitting.User.Lift(DeviceId.Of("other"), Sitting.Opened.AddMinutes(1), sitting.Policy));
        sitting.Score(Behaviour.HumanTyping(1, 6, Behaviour.Start + 60_000).Whole(2), Sitting.Opened.AddSeconds(62));
        Assert.Equal(Decision.Block, sitting.Last.Decision);
        Assert.Equal(Decision.Block, new Sitting(sitting.User).Decide(Sensitivity.Low, Sitting.Opened.AddMinutes(2)));
    }

    [Fact]
    public void Lift_WhenStrikesOverflow_FreesTheDeviceAloneOrAll()
    {
        var user = StruckElsewhere(UserState.New, 3 * Strikes.MaxDevices);
        var now = Sitting.Opened.AddMinutes(2);

        var one = user.Lift(DeviceId.Of("other-0"), now, Policy.Default);
        Assert.NotEqual(Decision.Block, new Sitting(one, device: "other-0", opened: now).Decide(Sensitivity.Low, now));
        Assert.Equal(Decision.Block, new Sitting(one, device: "other-1", opened: now).Decide(Sensitivity.Low, now));
        Assert.False(one.Knows(DeviceId.Of("other-0")));

        var all = user.Lift(null, now, Policy.Default);
        Assert.NotEqual(Decision.Block, new Sitting(all, device: "other-1", opened: now).Decide(Sensitivity.Low, now));
        Assert.False(all.IsStruck(now, Policy.Default));
    }

    [Fact]
    public void After_WhenTheUserWasStruckAndBannedAroundAnErasure_LeavesWhatCameAfterIt()
    {
        var erased = Sitting.Opened;
        var (before, after) = (erased.AddMinutes(-1), erased.AddMinutes(1));
        var old = UserState.New.Add(DeviceId.Of("d-1"), StrikeKind.Block, before, Policy.Default) with
        {
            Ban = new(before, after.AddDays(1)), CarryOver = 0.2, SanctionsNumber = 2,
        };
        Assert.Equal(UserState.New, old.After(erased));

        var struck = old.Add(DeviceId.Of("d-2"), StrikeKind.Block, after, Policy.Default) with { Ban = new(after, after.AddDays(1)) };
        var left = struck.After(erased);
        Assert.True(left.IsBanned(after));
        Assert.Equal([DeviceId.Of("d-2")], left.Strikes.Devices.Select(strike => strike.Device));
        Assert.Equal((2L, null), (left.SanctionsNumber, left.CarryOver));
    }

    [Fact]
    public void Report_WhenTheChallengeIsTooOld_ChangesNothing()
    {
        var sitting = Blocked();
        var id = Guid.NewGuid();
        var (issued, _, _) = StepUp.Evaluate(
            sitting.Session,
            sitting.User,
            Sensitivity.High,
            ClientOrigin.Unknown,
            sitting.Policy,
            Sitting.Opened,
            id
        );

        var late = Sitting.Opened.AddMinutes(16);
        Assert.IsType<ReportResult.Unknown>(StepUp.Report(issued, sitting.User, id, ChallengeOutcome.Passed, sitting.Policy, late));
        Assert.IsType<ReportResult.Unknown>(
            StepUp.Report(issued, sitting.User, Guid.NewGuid(), ChallengeOutcome.Passed, sitting.Policy, Sitting.Opened));
    }

    /// <summary>The lifted device takes the place of a stored device, which stays blocked.</summary>
    [Theory]
    [InlineData(true), InlineData(false)]
    public void Lift_WhenThereIsNoRoom_FreesNoOtherDevice(bool isKnown)
    {
        var user = StruckElsewhere(UserState.New, Strikes.MaxDevices + 1);
        if (isKnown)
            user = Enumerable
                .Range(1, Strikes.MaxDevices)
                .Aggregate(user, (known, i) => known.Remember(DeviceId.Of($"other-{i}"), Sitting.Opened));
        var now = Sitting.Opened.AddMinutes(2);

        var lifted = user.Lift(DeviceId.Of("other-0"), now, Policy.Default);

        Assert.NotEqual(Decision.Block, new Sitting(lifted, device: "other-0", opened: now).Decide(Sensitivity.Low, now));
        for (var i = 1; i <= Strikes.MaxDevices; i++)
            Assert.Equal(Decision.Block, new Sitting(lifted, device: $"other-{i}", opened: now).Decide(Sensitivity.Low, now));
    }

    /// <summary>Holds while there are answered strikes that can be dropped instead.</summary>
    [Fact]
    public void Lift_WhenOthersAreStruckLater_StaysForItsDevice()
    {
        var user = StruckElsewhere(UserState.New, Strikes.MaxDevices + 1);
        for (var i = 1; i <= 4; i++) user = user.Settle(DeviceId.Of($"other-{i}"), Sitting.Opened.AddMinutes(1), Policy.Default);
        var now = Sitting.Opened.AddMinutes(2);
        user = user.Lift(DeviceId.Of("other-0"), now, Policy.Default);

        for (var i = 0; i < 3; i++) user = user.Add(DeviceId.Of($"later-{i}"), StrikeKind.Block, now.AddMinutes(i), Policy.Default);

        Assert.NotEqual(Decision.Block, new Sitting(user, device: "other-0", opened: now).Decide(Sensitivity.Low, now.AddMinutes(5)));
    }
}
