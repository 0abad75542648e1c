using Sentinel.Domain.Detection;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>
/// Untrusted input earns no trust, is not used for training, may be evidence for a bot, and does not count against the person.
/// </summary>
public sealed class UntrustedInputTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Score_WhenAScriptKeepsAPersonsPace_IsTrustedOnlyWhereItIsNotMarked(bool marked)
    {
        var played = Behaviour.HumanTyping(7, 250).With(Behaviour.HumanPointing(10, 30));
        var sitting = new Sitting();
        List<Phase> phases = [];
        foreach (var (batch, at) in (marked ? Marked(played) : played).BySecond())
        {
            Assert.NotEqual(Decision.Block, sitting.Score(batch, Sitting.At(at)).Verdict!.Decision);
            phases.Add(sitting.Session.Phase);
            if (marked) Assert.Equal(Decision.Challenge, sitting.Decide(Sensitivity.High, Sitting.At(at)));
        }

        Assert.Equal(marked ? [Phase.ColdStart] : [Phase.Verifying, Phase.Trusted], phases.Distinct());
        Assert.Equal(!marked, sitting.Session.Account is { Mass: > 0, Conclusive: > 0, Trust: > 0.6 });
        Assert.Equal(marked, sitting.Last.Reasons.Contains(Reason.Note(ContextReasons.UntrustedInput)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Score_WhenAScriptMovesAsTheUser_TrainsAndIsRecognisedOnlyWhereItIsNotMarked(bool marked)
    {
        var played = Passwords(1).With(Behaviour.HumanTyping(5, 300)).With(Behaviour.HumanPointing(6, 40));
        var known = UserState.New with { Baseline = Crowd.Known, BaselineVersion = Crowd.Known.Version };
        var sitting = new Sitting(known.Remember(DeviceId.Of("d-1"), Sitting.Opened));
        Assert.True(sitting.Report(ChallengeOutcome.Passed, Sitting.Opened));
        var kinds = new HashSet<SampleKind>();
        foreach (var (batch, at) in (marked ? Marked(played) : played).BySecond())
            kinds.UnionWith(sitting.Score(batch, Sitting.At(at)).TrainingSample?.ByKind().Select(sample => sample.Kind) ?? []);

        Assert.Equal(marked ? [] : Enum.GetValues<SampleKind>(), kinds.Order());
        Assert.Equal(marked, sitting.Session.Account.ImpostorLogOdds == 0);
        Assert.Equal(
            (0, 0, 0),
            marked ? (sitting.Session.Quota.Entries, sitting.Session.Quota.FreeText, sitting.Session.Sample.Strokes) : default
        );
    }

    [Fact]
    public void Score_WhenAPageDispatchesOneEvent_ThePersonLosesAFewWindows()
    {
        var seen = Behaviour.HumanTyping(7, 250).With(Behaviour.HumanPointing(10, 30));
        var without = new Sitting().Play(seen.BySecond()).Session;
        seen.Signals.Add(new(Behaviour.Start + 20_000, SignalType.UntrustedEvent));
        var sitting = new Sitting(Sitting.Proven).Play(seen.BySecond());

        Assert.InRange(without.Account.Conclusive - sitting.Session.Account.Conclusive, 1, 4);
        Assert.InRange(without.Account.Trust - sitting.Session.Account.Trust, 0, 0.05);
        Assert.Equal((Phase.Trusted, Decision.Allow), (sitting.Session.Phase, sitting.Decide(Sensitivity.High, Sitting.At(seen.End))));
    }

    /// <summary>
    /// An extension dispatches an event every second. A person's window is sometimes evidence for a bot; this must not add up.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Score_WhenAPersonsWholeSessionIsMarked_NothingSpeaksAgainstThem(int seed)
    {
        var seen = Marked(Behaviour.HumanPointing(seed, 1_500).With(Behaviour.HumanTyping(seed, 3_000)));
        var sitting = new Sitting();
        foreach (var (batch, at) in seen.BySecond()) Assert.Equal(Decision.Allow, sitting.Score(batch, Sitting.At(at)).Verdict!.Decision);
        Assert.InRange(sitting.Session.Account.Bot.Sum, 0, 1.5);
        Assert.InRange(sitting.Session.Account.Trust, 0.45, sitting.Policy.InitialTrust);
    }

    [Fact]
    public void Score_WhenABotIsMarked_IsBlockedAsSoonAsWithoutMarks()
    {
        var (plain, marked) = (Play(Behaviour.ScriptTyping(60)), Play(Marked(Behaviour.ScriptTyping(60))));
        Assert.Equal((Decision.Block, Decision.Block), (plain.Last.Decision, marked.Last.Decision));
        Assert.Equal(plain.Session.Latched, marked.Session.Latched);
        Assert.Equal(plain.User.Strikes.Devices[0].At, marked.User.Strikes.Devices[0].At);
    }

    /// <summary>A path alone is one group of aspects, which never blocks.</summary>
    [Fact]
    public void Score_WhenAPointerBotIsMarked_IsChallengedAllTheSame()
    {
        var (plain, marked) = (Play(Behaviour.ScriptPointing(8)), Play(Marked(Behaviour.ScriptPointing(8))));
        Assert.Equal((Decision.Challenge, Decision.Challenge), (plain.Last.Decision, marked.Last.Decision));
        Assert.Equal(plain.Session.Account.Bot, marked.Session.Account.Bot);
    }

    [Fact]
    public void Score_WhenMarkedInputFollowsABots_LeavesTheBotLogOdds()
    {
        var sitting = new Sitting();
        sitting.Score(Behaviour.ScriptTyping(10).Whole(), Sitting.Opened.AddSeconds(1));
        var before = sitting.Session.Account;
        Assert.True(before.Bot.Sum > 0);

        sitting.Score(Marked(Behaviour.HumanTyping(3, 200, Behaviour.Start + 10_000)).Whole(2), Sitting.Opened.AddMinutes(2));

        Assert.Equal(
            (before.Bot.Sum, before.Trust, before.Windows),
            (sitting.Session.Account.Bot.Sum, sitting.Session.Account.Trust, sitting.Session.Account.Windows)
        );
    }

    /// <summary>Clients mark at the time of the marked event; the mark is replayed first.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1_000, true)]
    [InlineData(1_000.5, false)]
    [InlineData(-0.5, false)]
    public void Score_WhenTheLastStrokeOfAWindowIsSoFarFromAMark_CountsOrDoesNot(double after, bool reached)
    {
        var typed = Strokes();
        typed.Signals.Add(new(typed.Keys[^1].Down - after, SignalType.UntrustedEvent));
        var sitting = new Sitting();
        sitting.Score(typed.Whole(), Sitting.Opened.AddSeconds(20));
        Assert.Equal(reached ? 0 : 1, sitting.Session.Account.Conclusive);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Score_WhenAWindowEndsBeyondTheReachThatItBeganIn_DoesNotCount(bool marked)
    {
        foreach (var (seen, began) in new[] { (Strokes(), Behaviour.Start + 900), (Behaviour.HumanPointing(10, 2), Behaviour.Start + 8) })
        {
            if (marked) seen.Signals.Add(new(began - 900, SignalType.UntrustedEvent));
            var sitting = new Sitting();
            sitting.Score(seen.Whole(), Sitting.Opened.AddSeconds(20));
            Assert.Equal(marked ? 0 : 1, sitting.Session.Account.Conclusive);
        }
    }

    /// <summary>Clients hold back strokes while an earlier key is down.</summary>
    [Fact]
    public void Score_WhenAStrokeIsSentAfterTheMark_IsWithinItsReach()
    {
        var (typed, mark, sitting) = (Strokes(), new Behaviour(), new Sitting());
        mark.Signals.Add(new(typed.Keys[^1].Down, SignalType.UntrustedEvent));
        sitting.Score(mark.Whole(1), Sitting.Opened.AddSeconds(20));
        Assert.Contains(Reason.Note(ContextReasons.UntrustedInput), sitting.Last.Reasons);
        sitting.Score(typed.Whole(2), Sitting.Opened.AddSeconds(20));
        Assert.Equal(0, sitting.Session.Account.Conclusive);
    }

    [Fact]
    public void Score_WhenTheClientsClockIsSetBackAfterAMark_ThePersonEarnsAgain()
    {
        var (marked, sitting) = (Marked(Behaviour.HumanTyping(3, 30, Behaviour.Start + 3_600_000)), new Sitting());
        sitting.Score(marked.Whole(1), Sitting.Opened.AddSeconds(30));
        sitting.Score(Behaviour.HumanTyping(4, 60).Whole(2), Sitting.Opened.AddSeconds(60));
        Assert.True(sitting.Session.Account.Conclusive >= 4);
    }

    /// <summary>One window whose last stroke comes more than a second after the others.</summary>
    private static Behaviour Strokes()
    {
        var typed = Behaviour.HumanTyping(3, 9);
        var down = typed.Keys[^1].Down + 1_400;
        typed.Keys.Add(new(down, down + 90, KeyCode.LetterLeft));
        return typed;
    }

    private static Behaviour Passwords(int seed)
    {
        var work = new Behaviour();
        var (typist, at) = (new Typist(seed), Behaviour.Start + 120_000);
        for (var i = 0; i < 10; i++)
        {
            work.Keys.AddRange(typist.Strokes(Typist.Length, at, Crowd.Password));
            at = work.Keys[^1].Up + 150;
            work.Keys.Add(new(at, at + 80, KeyCode.Enter, Crowd.Password));
            at += 1_500;
        }

        return work;
    }

    /// <summary>Marks as the SDK does: the first dispatched event, and each event a second or more after the last mark.</summary>
    private static Sitting Play(Behaviour behaviour) => new Sitting().Play(behaviour.BySecond());

    private static Behaviour Marked(Behaviour behaviour)
    {
        var last = double.NegativeInfinity;
        foreach (var t in behaviour.Keys.Select(key => key.Down).Concat(behaviour.Pointer.Select(sample => sample.T)).Order())
        {
            if (t < last + 1_000) continue;
            behaviour.Signals.Add(new(t, SignalType.UntrustedEvent));
            last = t;
        }

        return behaviour;
    }
}
