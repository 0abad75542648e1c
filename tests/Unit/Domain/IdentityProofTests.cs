using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Trust says that a person acts. A HIGH action also needs a proof that it is the user.</summary>
public sealed class IdentityProofTests
{
    private static readonly Behaviour Stranger = Behaviour.HumanTyping(7, 250).With(Behaviour.HumanPointing(8, 30));
    private static readonly DateTimeOffset Done = Sitting.At(Stranger.End);

    /// <summary>Once, and then not again for 30 days on this device.</summary>
    [Fact]
    public void Evaluate_OfAPersonWhomNothingProves_AsksOnceAndSaysWhy()
    {
        var first = new Sitting().Play(Stranger.BySecond());
        Assert.Equal((Phase.Trusted, Decision.Allow), (first.Session.Phase, first.Decide(Sensitivity.Medium, Done)));
        var asked = first.Evaluate(Sensitivity.High, Done);
        Assert.Equal(Decision.Challenge, asked.Decision);
        Assert.Contains(asked.Reasons, reason => reason.Code == ContextReasons.IdentityUnproven);
        Assert.DoesNotContain(first.Evaluate(Sensitivity.Medium, Done).Reasons, reason => reason.Code == ContextReasons.IdentityUnproven);
        Assert.True(first.Pass(Done));
        Assert.Equal(Decision.Allow, first.Evaluate(Sensitivity.High, Done).Decision);

        var later = Stranger.End + 60_000;
        var input = Behaviour.HumanTyping(5, 250, later).With(Behaviour.HumanPointing(6, 30, later));
        var second = new Sitting(first.User, opened: Sitting.At(later)).Play(input.BySecond());
        Assert.Equal(Decision.Allow, second.Decide(Sensitivity.High, Sitting.At(input.End)));
    }

    [Theory]
    [InlineData(-1, "d-1", Decision.Allow)]
    [InlineData(-29, "d-1", Decision.Allow)]
    [InlineData(-31, "d-1", Decision.Challenge)]
    [InlineData(-1, "d-2", Decision.Challenge)]
    [InlineData(-1, "", Decision.Challenge)]
    public void Decide_AfterAPassedChallengeOnADevice_AllowsHighOnItForAWhile(int days, string device, Decision expected)
    {
        var user = UserState.New.Remember(DeviceId.Of("d-1"), Sitting.Opened.AddDays(days));
        var sitting = new Sitting(user, device: device).Play(Stranger.BySecond());
        Assert.Equal((Phase.Trusted, expected), (sitting.Session.Phase, sitting.Decide(Sensitivity.High, Done)));
    }

    [Fact]
    public void Decide_AfterAFailedChallengeOnTheDevice_AsksAgain()
    {
        var failing = new Sitting(Sitting.Proven);
        Assert.True(failing.Report(ChallengeOutcome.Failed, Sitting.Opened));
        var sitting = new Sitting(failing.User).Play(Stranger.BySecond());
        Assert.Equal((Phase.Trusted, Decision.Challenge), (sitting.Session.Phase, sitting.Decide(Sensitivity.High, Done)));
        Assert.True(sitting.User.Knows(sitting.Session.Device));
    }

    [Theory]
    [InlineData(1, Decision.Allow)]
    [InlineData(2, Decision.Challenge)]
    public void Decide_OnANewDevice_AllowsHighOnlyToWhomItRecognises(int person, Decision expected)
    {
        var known = UserState.New with { Baseline = Crowd.Known, BaselineVersion = Crowd.Known.Version };
        var work = IdentityTests.Work(person);
        var sitting = new Sitting(known, device: "new").Play(work.BySecond());
        Assert.Equal(expected, sitting.Decide(Sensitivity.High, Sitting.At(work.End)));
        Assert.Equal(expected == Decision.Allow, sitting.Session.Account.Recognizes(Policy.Default));
    }

    [Fact]
    public void Recognizes_AfterFewWindows_IsNotYetSure()
    {
        var account = TrustAccount.Open(0.5, Policy.Default);
        for (var window = 1; window <= Policy.Default.RecognizedWindows; window++)
        {
            account = account.Add(Evidences.Window(), GroupSet.None, -Policy.Default.MaxIdentityPerWindow, 1, window, Policy.Default);
            Assert.Equal(window == Policy.Default.RecognizedWindows, account.Recognizes(Policy.Default));
        }
    }
}
