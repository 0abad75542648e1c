using Sentinel.Domain.Detection;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Sessions of a user with a known baseline: the user's own, another person's, and the limits of both.</summary>
public sealed class IdentityTests
{
    private static readonly UserState Known = UserState.New with { Baseline = Crowd.Known, BaselineVersion = Crowd.Known.Version };

    [Fact]
    public void Score_WhenTheUserIsAtWork_AllowsAndTrusts()
    {
        var sitting = new Sitting(Known).Play(Work(1).BySecond());
        Assert.Equal((Decision.Allow, Phase.Trusted), (sitting.Last.Decision, sitting.Session.Phase));
        Assert.Equal(Crowd.Known.Version, sitting.Last.BaselineVersion);
        Assert.True(sitting.Session.Account.ImpostorLogOdds < 0, $"impostorLogOdds {sitting.Session.Account.ImpostorLogOdds}");
    }

    [Theory]
    [InlineData(2), InlineData(3), InlineData(4)]
    public void Score_WhenSomebodyElseIsAtWork_ChallengesAndNeverBlocks(int other)
    {
        List<Decision> decisions = [];
        var sitting = new Sitting(Known);
        foreach (var (batch, at) in Work(other).BySecond()) decisions.Add(sitting.Score(batch, Sitting.At(at)).Verdict!.Decision);
        Assert.Contains(Decision.Challenge, decisions);
        Assert.DoesNotContain(Decision.Block, decisions);
        Assert.NotEqual(Phase.Trusted, sitting.Session.Phase);
        Assert.Contains(sitting.Last.Reasons, reason => reason.Code.Family == Family.Anomaly);
    }

    [Fact]
    public void Score_WhenNothingIsKnownOfTheUser_SaysNothingOfWhoItIs()
    {
        var sitting = new Sitting().Play(Work(2).BySecond());
        Assert.Equal(
            (Decision.Allow, 0.0, 0),
            (sitting.Last.Decision, sitting.Session.Account.ImpostorLogOdds, sitting.Last.BaselineVersion)
        );
        Assert.DoesNotContain(sitting.Last.Reasons, reason => reason.Code.Family == Family.Anomaly);
    }

    [Fact]
    public void Score_WhenTheBaselineCannotBeHad_IsAtMostVerifyingAndSaysSo()
    {
        var blind = UserState.New with { BaselineVersion = 4 };
        var sitting = new Sitting(blind).Play(Work(1).BySecond());
        Assert.Equal((Decision.Allow, Phase.Verifying), (sitting.Last.Decision, sitting.Session.Phase));
        Assert.Contains(sitting.Last.Reasons, reason => reason.Code == ContextReasons.BaselineUnavailable);
    }

    [Fact]
    public void Report_WhenTheChallengedPass_TheDoubtIsAnsweredAndTheirWindowsTeach()
    {
        var sitting = new Sitting(Known);
        var work = Work(2).BySecond().ToArray();
        var challenged = Array.FindIndex(work, one => sitting.Score(one.Batch, Sitting.At(one.At)).Verdict!.Decision == Decision.Challenge);
        Assert.True(sitting.Report(ChallengeOutcome.Passed, Sitting.At(work[challenged].At)));
        Assert.Equal(0, sitting.Session.Account.ImpostorLogOdds);
        Assert.True(sitting.User.Knows(sitting.Session.Device));
        Assert.Contains(
            work[(challenged + 1)..],
            one => sitting.Score(one.Batch, Sitting.At(one.At)) is { Learning: LearningOutcome.Verified, TrainingSample: not null }
        );
    }

    [Fact]
    public void Score_WhenAColdProfileIsHijacked_NothingTeaches()
    {
        var sitting = new Sitting();
        foreach (var (batch, at) in Behaviour.HumanTyping(3, 400).With(Behaviour.HumanPointing(4, 60)).BySecond())
            Assert.True(sitting.Score(batch, Sitting.At(at)).Learning is LearningOutcome.Never or LearningOutcome.Quarantined);
        Assert.Equal(Phase.Trusted, sitting.Session.Phase);
    }

    [Fact]
    public void Score_WhenTheDeviceIsKnownAndTheUserTrusted_WindowsTeach()
    {
        var sitting = new Sitting(Known.Remember(DeviceId.Of("d-1"), Sitting.Opened));
        Assert.Contains(
            Work(1).BySecond(),
            one => sitting.Score(one.Batch, Sitting.At(one.At)) is { Learning: LearningOutcome.Open, TrainingSample.Entries.Length: > 0 }
        );
    }

    /// <summary>Input typed between evaluations is kept for training; evaluations do not clear it.</summary>
    [Fact]
    public void Evaluate_WhenActionsAreMinutesApart_WhatWasTypedBetweenStillTeaches()
    {
        var sitting = new Sitting(UserState.New.Remember(DeviceId.Of("d-1"), Sitting.Opened));
        Assert.True(sitting.Report(ChallengeOutcome.Passed, Sitting.Opened));
        var (typist, trained, sequence, at) = (new Typist(1), 0, 0L, Behaviour.Start + 1_000);
        for (var minute = 0; minute < 12; minute++)
        {
            var entry = new Behaviour();
            entry.Keys.AddRange(typist.Strokes(Typist.Length, at, Crowd.Password));
            entry.Keys.Add(new(entry.Keys[^1].Up + 120, entry.Keys[^1].Up + 200, KeyCode.Enter, Crowd.Password));
            trained += sitting.Score(entry.Whole(++sequence), Sitting.At(entry.End + 500))
                is { Learning: LearningOutcome.Verified or LearningOutcome.Open, TrainingSample: { } sample }
                ? sample.Entries.Length
                : 0;
            at += 120_000;
            sitting.Decide(Sensitivity.High, Sitting.At(at));
            sitting.Report(ChallengeOutcome.Passed, Sitting.At(at - 1_000));
        }

        Assert.InRange(trained, FixedTextTemplate.MinEntries, 12);
    }

    [Fact]
    public void Score_WhenTheSessionGoesOnForLong_HandsOnNoMoreThanItsShare()
    {
        var (sitting, handed) = (new Sitting(), new List<TrainingSample>());
        foreach (var (batch, at) in Behaviour.HumanTyping(5, 4_000).With(Behaviour.HumanPointing(6, 900)).BySecond())
        {
            if (sitting.Score(batch, Sitting.At(at)).TrainingSample is { } sample) handed.Add(sample);
        }

        Assert.Equal(
            (TrainingQuota.MaxFreeText, TrainingQuota.MaxStrokes),
            (handed.Sum(sample => sample.FreeText.Length), handed.Sum(sample => sample.Strokes.Length))
        );
    }

    /// <summary>A cut around the end of any entry, stroke or window gives the same result as one batch.</summary>
    [Fact]
    public void Invariant7_WhereverABatchIsCut_WindowsAndTrustAreTheSame()
    {
        var work = Work(2, entries: 4);
        work.With(Behaviour.HumanTyping(8, 60, work.End + 1_000)).With(Behaviour.HumanPointing(9, 12, work.End + 1_500));
        var whole = new Sitting(Known).Play([(work.Whole(), work.End)]);
        var times = work
            .Keys.SelectMany(key => new[] { key.Down, key.Down + 0.01 })
            .Concat(work.Pointer.Select(sample => sample.T))
            .Order()
            .ToArray();
        for (var i = 0; i < times.Length; i += 7)
        {
            var cut = new Sitting(Known).Play(work.CutAt([times[i]]));
            var (one, two) = (whole.Session.Account, cut.Session.Account);
            Assert.Equal((one.Windows, one.Conclusive), (two.Windows, two.Conclusive));
            Assert.Equal(one.Trust, two.Trust, 0.01);
            Assert.Equal(one.ImpostorLogOdds, two.ImpostorLogOdds, 0.05);
            Assert.Equal(whole.Session.Quota, cut.Session.Quota);
        }
    }

    /// <summary>Passwords, each followed by ENTER.</summary>
    internal static Behaviour Work(int seed, int entries = 30)
    {
        var work = new Behaviour();
        var (typist, at) = (new Typist(seed), Behaviour.Start);
        for (var i = 0; i < entries; i++)
        {
            work.Keys.AddRange(typist.Strokes(Typist.Length, at, Crowd.Password));
            at = work.Keys[^1].Up + 150;
            work.Keys.Add(new(at, at + 80, KeyCode.Enter, Crowd.Password));
            at += 1_500;
        }

        return work;
    }
}
