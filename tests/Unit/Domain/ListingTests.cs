using Sentinel.Domain.Detection;
using Sentinel.Domain.Learning;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>What entries of lists do to decisions; docs/lists.md has the rules.</summary>
public sealed class ListingTests
{
    private static readonly Listing Deny = new() { Denies = true }, Allow = new() { Allows = true }, Snooze = new() { Snoozes = true };

    [Theory]
    [InlineData(Decision.Allow, false, "", Decision.Allow)]
    [InlineData(Decision.Challenge, false, "", Decision.Challenge)]
    [InlineData(Decision.Block, false, "", Decision.Block)]
    [InlineData(Decision.Allow, false, "D", Decision.Block)]
    [InlineData(Decision.Challenge, false, "D", Decision.Block)]
    [InlineData(Decision.Block, false, "D", Decision.Block)]
    [InlineData(Decision.Allow, false, "A", Decision.Allow)]
    [InlineData(Decision.Challenge, false, "A", Decision.Allow)]
    [InlineData(Decision.Block, false, "A", Decision.Allow)]
    [InlineData(Decision.Block, true, "A", Decision.Block)]
    [InlineData(Decision.Challenge, false, "S", Decision.Allow)]
    [InlineData(Decision.Block, false, "S", Decision.Block)]
    [InlineData(Decision.Block, true, "S", Decision.Block)]
    [InlineData(Decision.Challenge, false, "AS", Decision.Allow)]
    [InlineData(Decision.Block, false, "AS", Decision.Allow)]
    [InlineData(Decision.Block, true, "AS", Decision.Block)]
    [InlineData(Decision.Allow, false, "DA", Decision.Block)]
    [InlineData(Decision.Challenge, false, "DS", Decision.Block)]
    [InlineData(Decision.Block, true, "DAS", Decision.Block)]
    public void Turn_WhateverMatches_FollowsThePrecedence(Decision decision, bool barred, string effects, Decision expected) =>
        Assert.Equal(expected, Of(effects).Turn(decision, barred));

    /// <summary>Over all facts: a denial is never milder, and an allowance never lifts what bars.</summary>
    [Fact]
    public void Decide_WhateverTheFacts_ADenialIsNeverMilderAndAnAllowanceLiftsNoBar()
    {
        var cases = 0;
        foreach (var facts in AllFacts())
        foreach (var sensitivity in Enum.GetValues<Sensitivity>())
        foreach (var policy in new[] { Policy.Default, Policy.ZeroTrust, Policy.LowFriction })
        foreach (var effects in new[] { "", "A", "S", "AS" })
        {
            var without = DecisionTable.Decide(facts, sensitivity, policy.Under(Of(effects)));
            Assert.Equal(Decision.Block, DecisionTable.Decide(facts, sensitivity, policy.Under(Of(effects + "D"))));
            if (facts.Barred) Assert.Equal(Decision.Block, without);
            Assert.True(without <= DecisionTable.Decide(facts, sensitivity, policy));
            cases++;
        }

        Assert.Equal(3 * 3 * 3 * 2 * 2 * 2 * 3 * 3 * 4, cases);
    }

    [Fact]
    public void Allow_WhenBehaviourBlocks_IsAnsweredAllowAndTheBlockStandsAgainWhenItEnds()
    {
        var sitting = Blocked(Allow);
        Assert.NotNull(sitting.Session.Latched);
        Assert.Equal(Decision.Allow, sitting.Last.Decision);
        Assert.Equal("context.allowed_by_list", sitting.Last.Reasons[^1].Code.Name);
        Assert.Contains(sitting.Last.Reasons, reason => reason.Weight > 0);
        Assert.True(sitting.User.IsStruck(Sitting.Opened.AddMinutes(1), Policy.Default));
        foreach (var (listed, expected) in new[] { (Listing.None, Decision.Block), (Snooze, Decision.Block), (Allow, Decision.Allow) })
            Assert.Equal(expected, Now(sitting, listed).Decision);
        Assert.DoesNotContain(Now(sitting, Listing.None).Reasons, reason => reason.Code.Name == "context.allowed_by_list");
    }

    [Fact]
    public void Allow_WhenTheUserIsBannedOrFailsChallenges_LiftsNothing()
    {
        var sitting = Blocked(Allow);
        var now = Sitting.Opened.AddMinutes(1);
        sitting.Become(sitting.User with { Ban = new(now, now.AddDays(1)) });
        var banned = Now(sitting, Allow);
        Assert.Equal(Decision.Block, banned.Decision);
        Assert.Contains(banned.Reasons, reason => reason.Code.Name == "context.banned");
        Assert.Contains(banned.Reasons, reason => reason.Code.Name == "context.allowed_by_list");

        var failing = new Sitting(policy: Policy.Default.Under(Allow));
        for (var failure = 0; failure < Policy.Default.StrikesToBlock; failure++)
        {
            Assert.Equal(Decision.Allow, Now(failing, Allow).Decision);
            failing.Become(failing.User.Add(failing.Session.Device, StrikeKind.FailedChallenge, now, Policy.Default));
        }

        Assert.Equal(Decision.Block, Now(failing, Allow).Decision);
        var overflowing = new Sitting();
        for (var device = 0; device <= Strikes.MaxDevices; device++)
            overflowing.Become(overflowing.User.Add(DeviceId.Of($"{device}"), StrikeKind.Block, now, Policy.Default));
        Assert.Equal(Decision.Block, Now(overflowing, Allow).Decision);
    }

    [Fact]
    public void Deny_WhateverTheBehaviour_BlocksWithoutALatchAStrikeOrAReview()
    {
        var sitting = new Sitting(Sitting.Proven, Policy.Default.Under(Deny));
        foreach (var (batch, at) in Behaviour.HumanTyping(1, 300).BySecond())
        {
            var scored = (ScoreResult.Scored)sitting.Score(batch, Sitting.At(at));
            Assert.Equal(Decision.Block, scored.Verdict.Decision);
            Assert.Equal("context.denied_by_list", scored.Verdict.Reasons[0].Code.Name);
            Assert.True(scored.Verdict.Reasons.Length <= Verdict.MaxReasons);
            Assert.Null(scored.TurnedBy);
            Assert.Null(scored.TrainingSample);
        }

        Assert.Null(sitting.Session.Latched);
        Assert.Same(Strikes.None, sitting.User.Strikes);
        Assert.Equal(Decision.Allow, Now(sitting, Listing.None).Decision);
        Assert.True(sitting.Session.Lists.BarsTraining);
    }

    [Fact]
    public void Evaluate_WhenDenied_IssuesNoChallenge()
    {
        var sitting = new Sitting();
        var (next, verdict, challenge) = StepUp.Evaluate(
            sitting.Session, sitting.User, Sensitivity.Low, ClientOrigin.Unknown, Policy.Default.Under(Deny), Sitting.Opened,
            Guid.NewGuid());
        Assert.Equal((Decision.Block, null), (verdict.Decision, challenge));
        Assert.Empty(next.Challenges);
        Assert.Equal("context.denied_by_list", verdict.Reasons[0].Code.Name);
        Assert.True(next.Lists.BarsTraining);
    }

    [Fact]
    public void Again_WhenDeniedSince_IsBlockWithTheReason()
    {
        var sitting = new Sitting();
        var batch = Behaviour.HumanTyping(1, 40).Whole();
        var now = Sitting.Opened.AddMinutes(1);
        Assert.Equal(Decision.Allow, sitting.Score(batch, now).Verdict!.Decision);
        var again = Scorer.Score(sitting.Session, sitting.User, batch, Policy.Default.Under(Deny), now).Verdict!;
        Assert.Equal((Decision.Block, "context.denied_by_list"), (again.Decision, again.Reasons[0].Code.Name));
        var allowed = Scorer.Score(sitting.Session, sitting.User, batch, Policy.Default.Under(Allow), now).Verdict!;
        Assert.Equal(Decision.Allow, allowed.Decision);
    }

    [Fact]
    public void DenyWithAReason_BlocksTheBatchInWhichItSpeaksAndNoOther()
    {
        var listed = new Listing { Denying = Named("physics.key_hold") };
        // No behaviour reaches this risk, so only the entry blocks.
        var patient = Policy.Default with { BlockRisk = 0.99999 };
        var sitting = new Sitting(policy: patient.Under(listed));
        var human = (ScoreResult.Scored)sitting.Score(Behaviour.HumanTyping(1, 60).Whole(1), Sitting.Opened.AddSeconds(30));
        Assert.Equal(Decision.Allow, human.Verdict.Decision);
        Assert.False(sitting.Session.Lists.BarsTraining);
        var script = (ScoreResult.Scored)sitting.Score(
            Behaviour.ScriptTyping(14, Behaviour.Start + 40_000).Whole(2), Sitting.Opened.AddSeconds(60));
        Assert.Equal((Decision.Block, "context.denied_by_list"), (script.Verdict.Decision, script.Verdict.Reasons[0].Code.Name));
        Assert.Null(script.Session.Latched);
        Assert.Null(script.TurnedBy);
        Assert.True(sitting.Session.Lists.BarsTraining);
        Assert.Equal(Decision.Block, Now(sitting, listed, patient).Decision);
        Assert.NotEqual(Decision.Block, Now(sitting, Listing.None, patient).Decision);
    }

    [Fact]
    public void Snooze_WithoutAReason_SparesChallengesAndNoBlocks()
    {
        var sitting = new Sitting();
        Assert.Equal(Decision.Challenge, Verdicts.Current(
            sitting.Session, sitting.User, Sensitivity.High, Policy.Default, Sitting.Opened).Decision);
        var spared = Verdicts.Current(
            sitting.Session, sitting.User, Sensitivity.High, Policy.Default.Under(Snooze), Sitting.Opened);
        Assert.Equal((Decision.Allow, "context.snoozed_by_list"), (spared.Decision, spared.Reasons.Single().Code.Name));
        Assert.Equal(Decision.Block, Blocked(Snooze).Last.Decision);
    }

    /// <summary>Every reason that speaks is shown without weight, and none counts.</summary>
    [Fact]
    public void SnoozeWithAReason_CountsNothingOfItAndShowsIt()
    {
        var all = DetectorCatalog.All.Aggregate(ReasonSet.None, (set, detector) => set.With(detector.Reason.Id));
        var sitting = new Sitting(policy: Policy.Default.Under(new() { Snoozed = all }))
            .Play(Behaviour.ScriptTyping(400).With(Behaviour.ScriptPointing(20)).BySecond());
        Assert.Equal((0.0, 0.0), (sitting.Session.Account.Bot.Sum, sitting.Session.Account.ImpostorLogOdds));
        Assert.NotEqual(Decision.Block, sitting.Last.Decision);

        var one = Named("physics.key_hold");
        var snoozed = new Sitting(policy: Policy.Default.Under(new() { Snoozed = one }));
        var plain = new Sitting();
        var (batch, now) = (Behaviour.ScriptTyping(14).Whole(), Sitting.Opened.AddMinutes(1));
        var (with, without) = (snoozed.Score(batch, now).Verdict!, plain.Score(batch, now).Verdict!);
        Assert.True(Line(without).Weight > 0);
        // The audit keeps what the detector said; the answer shows what counts.
        Assert.Equal(Line(without), Line(with));
        Assert.DoesNotContain(with.Reasons, reason => reason.Code.Name == "physics.key_hold" && reason.Weight != 0);
        Assert.True(snoozed.Session.Account.Bot.Sum <= plain.Session.Account.Bot.Sum);
        Assert.Contains(with.Reasons, reason => reason.Code.Name == "context.snoozed_by_list");
        Assert.DoesNotContain(without.Reasons, reason => reason.Code.Name == "context.snoozed_by_list");

        static Reason Line(Verdict verdict) => verdict.Evidence.Single(line => line.Said.Code.Name == "physics.key_hold").Said;
    }

    [Fact]
    public void Open_WhenTravelIsSnoozed_DoubtsNobodyAndSaysSo()
    {
        var user = UserId.Parse("u-1");
        var known = UserState.New with { Openings = [new(0, Sitting.Opened.AddHours(-1), new(60, 11))] };
        var (plain, _) = Opened(Listing.None);
        Assert.True(plain.Account.ImpostorLogOdds > 0);
        var (session, _) = Opened(new() { Snoozed = Named("context.impossible_travel") });
        Assert.Equal(0, session.Account.ImpostorLogOdds);
        Assert.Equal(
            ["context.impossible_travel", "context.snoozed_by_list"], session.LastReasons.Select(reason => reason.Code.Name));
        Assert.All(session.LastReasons, reason => Assert.Equal(0, reason.Weight));

        (SessionState Session, UserState User) Opened(Listing listed) => SessionStart.Open(
            TenantId.Default, user, Sitting.Id, DeviceId.None, ClientOrigin.Unknown, new(1, 104), known,
            Policy.Default.Under(listed), Sitting.Opened);
    }

    [Fact]
    public void Learning_WhenASessionWasAllowedOrDenied_NeverUsesItAgain()
    {
        foreach (var listed in new[] { Allow, Deny })
        {
            var sitting = new Sitting(Sitting.Proven, Policy.Default.Under(listed));
            sitting.Play(Behaviour.HumanTyping(1, 60).BySecond());
            var free = new Sitting(Sitting.Proven);
            var later = Behaviour.HumanTyping(2, 400, Behaviour.Start + 60_000).BySecond().ToList();
            var (trained, control) = (0, 0);
            var session = sitting.Session;
            foreach (var (batch, at) in later)
            {
                if (Scorer.Score(session, sitting.User, batch with { Sequence = batch.Sequence + 1_000 }, Policy.Default, Sitting.At(at))
                    is not ScoreResult.Scored scored) continue;
                session = scored.Session;
                trained += scored.Learning == LearningOutcome.Never ? 0 : 1;
                control += free.Score(batch, Sitting.At(at)).Learning == LearningOutcome.Never ? 0 : 1;
            }

            Assert.Equal(0, trained);
            Assert.True(control > 0, "the same input is used without lists");
        }
    }

    private static Listing Of(string effects) => new()
    {
        Denies = effects.Contains('D', StringComparison.Ordinal),
        Allows = effects.Contains('A', StringComparison.Ordinal),
        Snoozes = effects.Contains('S', StringComparison.Ordinal),
    };

    private static ReasonSet Named(string reason) => ReasonSet.None.With(DetectorCatalog.Reason(reason)!.Id);

    /// <summary>A script's session, until its behaviour blocks it.</summary>
    private static Sitting Blocked(Listing listed)
    {
        var sitting = new Sitting(policy: Policy.Default.Under(listed));
        sitting.Play(Behaviour.ScriptTyping(400).BySecond().TakeWhile(_ => sitting.Session.Latched is null));
        return sitting;
    }

    private static Verdict Now(Sitting sitting, Listing listed, Policy? policy = null) => Verdicts.Current(
        sitting.Session, sitting.User, Sensitivity.Medium, (policy ?? Policy.Default).Under(listed),
        Sitting.Opened.AddMinutes(2));

    private static IEnumerable<DecisionFacts> AllFacts() =>
        from phase in Enum.GetValues<Phase>()
        from trust in new[] { 0.1, 0.5, 0.9 }
        from block in Enumerable.Range(0, 3)
        from passed in new[] { true, false }
        from fresh in new[] { true, false }
        from proven in new[] { true, false }
        select new DecisionFacts(phase, trust, block > 0, passed, fresh, proven) { Barred = block > 1 };
}
