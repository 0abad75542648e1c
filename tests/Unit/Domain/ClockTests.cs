using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>
/// Nodes with different clocks write one session. A wrong clock neither hides evidence from other nodes nor locks a user out.
/// </summary>
public sealed class ClockTests
{
    /// <summary>The node whose clock is wrong, by <c>seconds</c>, opens the session and takes every n-th batch.</summary>
    [Theory]
    [InlineData(60, 100), InlineData(600, 100), InlineData(-60, 100)]
    [InlineData(60, 2), InlineData(600, 3), InlineData(-600, 2), InlineData(3, 2)]
    public void Score_WhenAnotherNodesClockIsWrong_ABotIsBlockedWithinTheSameStrokes(double seconds, int each)
    {
        var right = StrokesToBlock(0, 1);
        Assert.InRange(right, 1, 60);
        Assert.InRange(StrokesToBlock(seconds, each), 1, right);
    }

    [Theory]
    [InlineData(60), InlineData(600)]
    public void Score_WhenTheSessionWasOpenedByAClockThatIsAhead_APersonIsJudged(double seconds)
    {
        var typed = Behaviour.HumanTyping(3, 200).BySecond().ToList();
        var sitting = new Sitting(opened: Sitting.Opened.AddSeconds(seconds)).Play(typed);
        var expected = new Sitting().Play(typed);
        Assert.Equal(expected.Session.Account.Windows, sitting.Session.Account.Windows);
        Assert.InRange(sitting.Session.Account.Trust, expected.Session.Account.Trust - 0.01, expected.Session.Account.Trust + 0.01);
    }

    [Fact]
    public void IsFull_WhenTheBucketWasFilledByAClockThatIsAhead_LocksNobodyOut()
    {
        var (pace, ahead) = (new LeakyBucket(), Sitting.Opened.AddMinutes(10));
        for (var i = 0; i < 10; i++) pace = pace.Use(ahead, 1);
        Assert.True(pace.IsFull(ahead, 1, 10));
        Assert.False(pace.IsFull(Sitting.Opened, 1, 10));
        for (var i = 0; i < 10; i++) pace = pace.Use(Sitting.Opened, 1);
        Assert.True(pace.IsFull(Sitting.Opened, 1, 10));
        Assert.False(pace.IsFull(Sitting.Opened.AddSeconds(2), 1, 10));
    }

    /// <summary>Nodes with slightly different clocks take turns; this does not drain the bucket.</summary>
    [Fact]
    public void Use_WhenClocksDifferAsClocksDo_CountsEveryUse()
    {
        var pace = new LeakyBucket();
        for (var i = 0; i < 10; i++) pace = pace.Use(Sitting.Opened.AddSeconds(i % 2 == 0 ? 4 : 0), 1);
        Assert.True(pace.IsFull(Sitting.Opened.AddSeconds(4), 1, 10));
    }

    [Fact]
    public void Score_WhenEvidenceIsOfATimeToCome_IsFreshNoLongerThanItIs()
    {
        var typed = Behaviour.HumanTyping(3, 60).BySecond().ToList();
        var sitting = new Sitting();
        foreach (var (batch, at) in typed) sitting.Score(batch, Sitting.At(at).AddHours(1));
        var end = Sitting.At(typed[^1].At).AddSeconds(1);
        var later = end + Policy.Default.HighFreshness + TimeSpan.FromSeconds(1);
        sitting.Score(new Behaviour().Whole(typed.Count + 1), end);
        Assert.True(sitting.Session.FactsAt(sitting.User, Policy.Default, end).Fresh);
        Assert.False(sitting.Session.FactsAt(sitting.User, Policy.Default, later).Fresh);
    }

    /// <summary>Also if only evaluations follow, which score nothing.</summary>
    [Fact]
    public void Evaluate_WhenTheChallengeWasPassedByAClockThatIsAhead_IsAllowedNoLongerThanAPassIsGood()
    {
        var sitting = new Sitting();
        Assert.True(sitting.Report(ChallengeOutcome.Passed, Sitting.Opened.AddMinutes(10)));
        Assert.Equal(Decision.Allow, Evaluated(Sitting.Opened));
        Assert.NotEqual(Decision.Allow, Evaluated(Sitting.Opened + Policy.Default.ChallengeValidity));

        Decision Evaluated(DateTimeOffset now) => sitting.Evaluate(Sensitivity.High, now).Decision;
    }

    /// <summary>Key strokes that a script sends, ten in a batch, until it is blocked.</summary>
    private static int StrokesToBlock(double seconds, int each)
    {
        var wrong = TimeSpan.FromSeconds(seconds);
        var sitting = new Sitting(opened: Sitting.Opened + wrong);
        var strokes = 0;
        foreach (var (batch, at) in Behaviour.ScriptTyping(400).CutAt(Enumerable.Range(1, 40).Select(i => Behaviour.Start + (i * 400.0))))
        {
            strokes += batch.Keys.Length;
            sitting.Score(batch, Sitting.At(at) + (batch.Sequence % each == 0 ? wrong : TimeSpan.Zero));
            if (sitting.Last.Decision == Decision.Block)
                return strokes;
        }

        return int.MaxValue;
    }
}
