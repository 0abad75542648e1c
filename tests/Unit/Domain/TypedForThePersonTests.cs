using FsCheck.Xunit;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>
/// Scanners, security keys, text expanders, voice programs and keyboards that send a letter at its release: never BLOCK, and a bot that
/// does the same earns nothing.
/// </summary>
public sealed class TypedForThePersonTests
{
    [Theory]
    [InlineData(20, 8, 14)]
    [InlineData(16, 3, 44)]
    [InlineData(2, 0.5, 120)]
    public void Score_WhenABurstFollowsAPersonsTyping_IsAllowedAndEarnsNothing(double interval, double hold, int strokes)
    {
        var typed = Behaviour.HumanTyping(3, 80);
        var (alone, both) = (Play(typed), Play(typed.With(Burst(strokes, interval, hold, typed.End + 3_000))));
        Assert.Equal(Decision.Allow, both.Last.Decision);
        Assert.Equal(alone.Session.Account.Conclusive, both.Session.Account.Conclusive);
        Assert.Equal(alone.Session.Account.Trust, both.Session.Account.Trust);
    }

    [Theory]
    [InlineData(20, 8)]
    [InlineData(3, 0.5)]
    [InlineData(30, 0)]
    public void Score_WhenNothingButBurstsComes_IsChallengedAndNeverBlocked(double interval, double hold)
    {
        var sitting = new Sitting();
        for (var i = 0; i < 12; i++)
        {
            var start = Behaviour.Start + (i * 4_000);
            sitting.Score(Burst(40, interval, hold, start).Whole(i + 1), Sitting.At(start + 2_000));
            Assert.Equal(Decision.Challenge, sitting.Last.Decision);
        }

        Assert.Equal(0, sitting.Session.Account.Conclusive);
    }

    /// <summary>A bot that types as a person and then in bursts is challenged after some of them.</summary>
    [Fact]
    public void Score_WhenATakeoverTypesInBursts_IsChallenged()
    {
        var typed = Behaviour.HumanTyping(3, 200);
        for (var i = 0; i < 20; i++)
            typed.With(Burst(30, 3, 0.5, typed.End + 2_000));
        Assert.Equal(Decision.Challenge, Play(typed).Last.Decision);
    }

    /// <summary>Home-row modifiers: two letters of three come at their release, held for 2 ms, at a person's cadence.</summary>
    [Property(MaxTest = 20)]
    public void Score_WhenAKeyboardSendsLettersAtTheirRelease_IsAllowedAndTheyEarnNothing(int seed)
    {
        var (random, typed) = (new Random(seed), Behaviour.HumanTyping(seed, 300));
        for (var i = 0; i < typed.Keys.Count; i++)
            typed.Keys[i] = random.NextDouble() < 0.66 ? typed.Keys[i] with { Up = typed.Keys[i].Down + 2 } : typed.Keys[i];
        var sitting = new Sitting();
        foreach (var (batch, at) in typed.BySecond())
        {
            sitting.Score(batch, Sitting.At(at));
            Assert.NotEqual(Decision.Block, sitting.Last.Decision);
        }

        Assert.NotEqual(Phase.Trusted, sitting.Session.Phase);
    }

    /// <summary>A script whose every key is held for 2 ms is not taken for such a keyboard, however it varies its intervals.</summary>
    [Fact]
    public void Score_WhenEveryKeyIsHeldTooShort_IsChallenged()
    {
        var typed = Behaviour.HumanTyping(3, 300);
        for (var i = 0; i < typed.Keys.Count; i++)
            typed.Keys[i] = typed.Keys[i] with { Up = typed.Keys[i].Down + 2 };
        Assert.Equal(Decision.Challenge, Play(typed).Last.Decision);
    }

    [Theory]
    [InlineData(KeyCode.ArrowDown, 420, 0.05)]
    [InlineData(KeyCode.Backspace, 33, 0)]
    [InlineData(KeyCode.Tab, 250, 0.01)]
    [InlineData(KeyCode.NumpadAdd, 150, 0.04)]
    [InlineData(KeyCode.KeyE, 180, 0.06)]
    public void Score_WhenOneKeyIsPressedAgainAndAgain_IsAllowedAndEarnsNothing(KeyCode key, double interval, double spread)
    {
        var typed = Behaviour.HumanTyping(3, 60);
        var alone = Play(typed);
        var (random, t) = (new Random(1), typed.End + 2_000);
        for (var i = 0; i < 45; i++)
        {
            typed.Keys.Add(new(t, t + (interval < 50 ? double.NaN : 60 + (25 * random.NextDouble())), key));
            t += interval * (1 + (spread * ((2 * random.NextDouble()) - 1)));
        }

        var sitting = Play(typed);
        Assert.Equal(Decision.Allow, sitting.Last.Decision);
        Assert.InRange(sitting.Session.Account.Conclusive, alone.Session.Account.Conclusive, alone.Session.Account.Conclusive + 1);
    }

    /// <summary>The browser does not mark auto-repeat, and the key comes up once.</summary>
    [Fact]
    public void Score_WhenAHeldLetterRepeatsWithoutAMark_IsOneKeyStroke()
    {
        var typed = Behaviour.HumanTyping(3, 60);
        var (alone, t) = (Play(typed), typed.End + 2_000);
        for (var i = 0; i < 60; i++)
            typed.Keys.Add(new(t + (i == 0 ? 0 : 470 + (i * 33)), double.NaN, KeyCode.KeyA));
        var sitting = Play(typed);
        Assert.Equal((Decision.Allow, alone.Session.Account.Bot), (sitting.Last.Decision, sitting.Session.Account.Bot));
    }

    /// <summary>A script that types its code while the challenge waits, before or after the report, is not blocked for it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Score_WhenKeysComeBetweenAChallengesIssueAndItsReport_NeverLatchABlock(bool reportFirst)
    {
        var sitting = new Sitting();
        sitting.Evaluate(Sensitivity.High, Sitting.At(Behaviour.Start + 500));
        var code = Behaviour.ScriptTyping(60, Behaviour.Start + 1_000).Whole() with { SentAt = Behaviour.Start + 6_000 };
        var (answered, reported) = (Sitting.At(Behaviour.Start + 6_000), Sitting.At(Behaviour.Start + 5_500));
        if (reportFirst)
            Assert.True(sitting.Pass(reported));
        sitting.Score(code, answered);
        Assert.Null(sitting.Session.Latched);
        if (!reportFirst)
            Assert.True(sitting.Pass(answered));
        Assert.Equal(Decision.Allow, sitting.Decide(Sensitivity.High, answered));
        Assert.Equal(0, sitting.Session.Account.Bot.Sum);
    }

    /// <summary>A challenge that is reported in the instant of its issue covers no key: what is typed then is learned as ever.</summary>
    [Fact]
    public void Covers_WhenTheReportComesInTheSameInstant_CoversNothing()
    {
        var (issued, later) = (Sitting.Opened, Sitting.Opened.AddSeconds(5));
        Assert.False(new Challenge(Guid.Empty, issued, ChallengeOutcome.Passed) { ReportedAt = issued }.Covers(issued));
        Assert.True(new Challenge(Guid.Empty, issued, ChallengeOutcome.Passed) { ReportedAt = later }.Covers(issued.AddSeconds(1)));
        Assert.False(new Challenge(Guid.Empty, issued, ChallengeOutcome.Failed) { ReportedAt = later }.Covers(issued.AddSeconds(1)));
    }

    /// <summary>The code's grace ends with the challenge: keys after it, and a challenge that nobody answers, block as ever.</summary>
    [Fact]
    public void Score_WhenAScriptGoesOnAfterTheChallenge_IsBlocked()
    {
        var (passed, expired) = (new Sitting(), new Sitting());
        passed.Evaluate(Sensitivity.High, Sitting.At(Behaviour.Start + 500));
        Assert.True(passed.Pass(Sitting.At(Behaviour.Start + 900)));
        passed.Score(Behaviour.ScriptTyping(60, Behaviour.Start + 1_000).Whole(), Sitting.At(Behaviour.Start + 6_000));
        Assert.Equal(Decision.Block, passed.Last.Decision);

        expired.Evaluate(Sensitivity.High, Sitting.At(Behaviour.Start + 500));
        expired.Score(Behaviour.ScriptTyping(60, Behaviour.Start + 1_000).Whole(), Sitting.At(Behaviour.Start + 6_000));
        Assert.Equal(Decision.Challenge, expired.Last.Decision);
        Assert.Equal(Decision.Block, expired.Decide(Sensitivity.Low, Sitting.Opened.AddMinutes(16)));
    }

    private static Sitting Play(Behaviour behaviour) => new Sitting().Play(behaviour.BySecond());

    private static Behaviour Burst(int strokes, double interval, double hold, double start)
    {
        var typed = new Behaviour();
        for (var i = 0; i < strokes; i++)
            typed.Keys.Add(
                new(start + (i * interval), start + (i * interval) + hold, i % 3 == 0 ? KeyCode.LetterRight : KeyCode.LetterLeft)
            );
        return typed;
    }
}
