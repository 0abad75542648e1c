using FsCheck.Xunit;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Many short sessions do not avoid the block, and earlier sessions never cause a person to be blocked.</summary>
public sealed class SplittingTests
{
    private static readonly Policy Policy = Policy.Default;

    /// <summary>Opens a session, sends a script's ten key strokes and ends it, once a minute.</summary>
    private static (UserState User, Decision Last, int Sessions) Split(
        UserState user,
        Func<int, string> device,
        int most,
        double pause = 60_000
    )
    {
        for (var i = 0; i < most; i++)
        {
            var start = Behaviour.Start + (i * pause);
            var sitting = new Sitting(user, opened: Sitting.At(start), device: device(i));
            Assert.NotEqual(Decision.Block, sitting.Decide(Sensitivity.Medium, Sitting.At(start)));
            sitting.Score(Behaviour.ScriptTyping(10, start).Whole(), Sitting.At(start + 1_000));
            user = sitting.User;
            if (sitting.Last.Decision == Decision.Block) return (user, Decision.Block, i + 1);
        }

        return (user, Decision.Allow, most);
    }

    [Fact]
    public void Score_WhenABotOpensASessionForEachTenStrokes_IsBlockedInTheThirdAtTheLatest() => Assert.InRange(Blocks(_ => "d-1"), 2, 3);

    [Fact]
    public void Score_WhenTheBotNamesAnotherDeviceEachTime_IsBlockedAsSoon() => Assert.InRange(Blocks(i => $"d-{i}"), 2, 3);

    [Fact]
    public void Score_WhenTheBotComesOnceAnHour_IsBlockedAllTheSame() => Assert.InRange(Blocks(_ => "d-1", pause: 3_600_000), 2, 3);

    /// <summary>All sessions are opened before the first key stroke, so none starts with carried bot log odds.</summary>
    [Theory]
    [InlineData(1), InlineData(40)]
    public void Score_WhenTheSessionsWereOpenedBefore_IsBlockedAsSoon(int devices)
    {
        var sittings = Enumerable.Range(0, 40).Select(i => new Sitting(device: $"d-{i % devices}")).ToList();
        var user = UserState.New;
        var used = 0;
        foreach (var sitting in sittings)
        {
            used++;
            sitting.Become(user);
            var start = Behaviour.Start + (used * 60_000);
            sitting.Score(Behaviour.ScriptTyping(10, start).Whole(), Sitting.At(start + 1_000));
            user = sitting.User;
            if (sitting.Last.Decision == Decision.Block) break;
        }

        Assert.InRange(used, 2, 3);
    }

    /// <summary>A session does not add its own carried bot log odds again.</summary>
    [Fact]
    public void Score_WhenTwoSessionsTakeTurns_EachCountsTheOthersEvidenceOnce()
    {
        var (one, other) = (new Sitting(), new Sitting());
        one.Score(Behaviour.ScriptTyping(10).Whole(), Sitting.At(Behaviour.Start + 1_000));
        var (alone, user) = (one.Session.Account.Bot.Sum, one.User);
        Assert.InRange(alone, 2.5, 3);
        for (var i = 0; i < 20; i++)
        {
            var sitting = i % 2 == 0 ? other : one;
            sitting.Become(user);
            sitting.Score(new Behaviour().Whole((i / 2) + 2), Sitting.At(Behaviour.Start + 2_000 + (i * 100)));
            user = sitting.User;
        }

        Assert.Equal(alone, one.Session.Account.Bot.Sum, 0.01);
        Assert.Equal(Policy.MaxCarriedBotLogOdds, other.Session.Account.Bot.Sum, 0.26);
    }

    /// <summary>A new or forgotten device starts with the highest carried bot log odds of the kept devices.</summary>
    [Fact]
    public void Note_WhenManyDevicesComeAndGo_NoneStartsWithLess()
    {
        var kept = CarriedBotLogOdds.None.Note(DeviceId.Of("bot"), Evidences.Bot(3), Sitting.Opened, Sitting.Opened, Policy);
        for (var i = 0; i < 100; i++)
        {
            var (device, opened) = (DeviceId.Of($"d-{i}"), Sitting.Opened.AddSeconds(i + 1));
            Assert.InRange(kept.Of(device, opened, Policy).Sum, 2.4, Policy.MaxCarriedBotLogOdds);
            kept = kept.Note(device, Evidences.Bot(i % 3), opened, opened, Policy);
            Assert.InRange(kept.Devices.Length, 1, CarriedBotLogOdds.MaxDevices);
            Assert.InRange(kept.Of(DeviceId.Of("bot"), opened, Policy).Sum, 2.4, Policy.MaxCarriedBotLogOdds);
        }
    }

    /// <summary>The older session did not start with the later evidence, so it cannot lower it.</summary>
    [Fact]
    public void Note_WhenAnOlderSessionIsHarmless_ItLowersNothing()
    {
        var (device, now) = (DeviceId.Of("d-1"), Sitting.Opened.AddMinutes(1));
        var kept = CarriedBotLogOdds.None.Note(device, Evidences.Bot(3), now, now, Policy);
        Assert.Same(kept, kept.Note(device, default, Sitting.Opened, now.AddMinutes(1), Policy));
        Assert.Equal(0, kept.Note(device, default, now.AddSeconds(1), now.AddMinutes(1), Policy).Of(device, now.AddMinutes(1), Policy).Sum);
    }

    [Fact]
    public void Open_WhenTimeHasPassed_TheCarriedBotLogOddsHaveHalved()
    {
        var user = Split(UserState.New, _ => "d-1", 1).User;
        Assert.Equal(Policy.MaxCarriedBotLogOdds, Started(TimeSpan.Zero), 0.1);
        Assert.Equal(Policy.MaxCarriedBotLogOdds / 2, Started(Policy.BotLogOddsHalfLife), 0.1);
        Assert.Equal(0, Started(TimeSpan.FromDays(7)), 0.1);

        double Started(TimeSpan later) => new Sitting(user, opened: Sitting.At(Behaviour.Start + 1_000) + later).Session.Account.Bot.Sum;
    }

    [Fact]
    public void Report_WhenPassed_TheDeviceStartsAnewAndTheOthersDoNot()
    {
        var sitting = new Sitting(Split(UserState.New, _ => "d-1", 1).User, opened: Sitting.Opened.AddMinutes(1));
        Assert.True(sitting.Report(ChallengeOutcome.Passed, Sitting.Opened.AddMinutes(1)));
        var other = sitting.User.BotLogOdds.Note(
            DeviceId.Of("d-2"),
            Evidences.Bot(2),
            Sitting.Opened,
            Sitting.Opened.AddMinutes(1),
            Policy
        );
        Assert.Equal(
            0,
            new Sitting(sitting.User with { BotLogOdds = other }, opened: Sitting.Opened.AddMinutes(2)).Session.Account.Bot.Sum
        );
        Assert.Equal(2, other.Of(DeviceId.Of("d-3"), Sitting.Opened.AddMinutes(1), Policy).Sum, 0.1);
    }

    /// <summary>
    /// A person opens ten sessions in a row, alone or after a bot on the same or another device. All decisions are ALLOW, and the carried
    /// bot log odds fall.
    /// </summary>
    [Property(MaxTest = 60)]
    public void Score_WhenAPersonComesTenTimes_IsAllowedEachTime(ushort seed, bool afterABot, bool elsewhere)
    {
        var user = afterABot ? Split(UserState.New, _ => elsewhere ? "d-2" : "d-1", 1).User : UserState.New;
        for (var i = 0; i < 10; i++)
        {
            var start = Behaviour.Start + ((i + 1) * 120_000);
            var sitting = new Sitting(user, opened: Sitting.At(start));
            foreach (
                var (batch, at) in Behaviour
                    .HumanTyping(seed + i, 100, start)
                    .With(Behaviour.HumanPointing(seed + i, 8, start))
                    .CutAt([start + 5_000, start + 10_000, start + 15_000])
            )
            {
                sitting.Score(batch, Sitting.At(at + 1));
                Assert.NotEqual(Decision.Block, sitting.Last.Decision);
            }

            Assert.Equal(Decision.Allow, sitting.Last.Decision);
            user = sitting.User;
        }

        Assert.InRange(user.BotLogOdds.Of(DeviceId.Of("d-1"), Sitting.At(Behaviour.Start + 2_000_000), Policy).Sum, 0, 1);
    }

    private static int Blocks(Func<int, string> device, double pause = 60_000)
    {
        var (_, last, sessions) = Split(UserState.New, device, 40, pause);
        Assert.Equal(Decision.Block, last);
        return sessions;
    }
}
