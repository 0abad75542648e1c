using FsCheck.Xunit;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Tests.Domain;

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
        Assert.Equal(low.Suspicion, waited.Suspicion);
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

    [Fact]
    public void Report_WhenTheChallengeIsTooOld_ChangesNothing()
    {
        var sitting = Blocked();
        var id = Guid.NewGuid();
        var (issued, _, _) = StepUp.Evaluate(sitting.Session, sitting.User, Sensitivity.High, Surroundings.Unknown, sitting.Policy, Sitting.Opened, id);

        Assert.Null(StepUp.Report(issued, sitting.User, id, ChallengeOutcome.Passed, sitting.Policy, Sitting.Opened.AddMinutes(16)));
        Assert.Null(StepUp.Report(issued, sitting.User, Guid.NewGuid(), ChallengeOutcome.Passed, sitting.Policy, Sitting.Opened));
    }
}
