using Sentinel.Domain.Detection;
using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Simulation;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Sessions of a declared agent; docs/agents.md has the rules.</summary>
public sealed class AgentTests
{
    private const string Acme = AgentPolicies.Acme;

    private static readonly Policy Ruled = AgentPolicies.Ruled, Welcome = AgentPolicies.Welcome;

    private static readonly DeviceId Device = DeviceId.Of("d-1");

    [Fact]
    public void Bot_WithARule_GetsWhatTheRuleSaysWithItsEvidenceInTheAudit()
    {
        Sitting sitting = new(policy: Ruled, agent: Acme);
        var evidence = 0;
        foreach (var (batch, at) in Behaviour.ScriptTyping(120).With(Behaviour.ScriptPointing(20)).BySecond())
        {
            sitting.Score(batch, Sitting.At(at));
            evidence += sitting.Last.Evidence.Count(line => line.Said.Weight > 0);
            Assert.Equal(Decision.Challenge, sitting.Last.Decision);
        }

        Assert.True(evidence > 0);
        Assert.True(sitting.Last.Scores!.Value.Risk >= Ruled.BlockRisk);
        Assert.Equal(ContextReasons.DeclaredAgent, sitting.Last.Reasons[^1].Code);
        Assert.Null(sitting.Session.Latched);
        Assert.Same(Strikes.None, sitting.User.Strikes);
        var now = Sitting.Opened.AddMinutes(2);
        Assert.Equal(
            [Decision.Allow, Decision.Challenge, Decision.Block],
            Enum.GetValues<Sensitivity>().Select(sensitivity => Now(sitting, Ruled, sensitivity, now).Decision));
        Assert.Equal(Decision.Block, Played(Policy.Default).Last.Decision);
    }

    [Fact]
    public void Rule_ThatEnds_LeavesTheEvidenceToDecide()
    {
        var sitting = Played(Welcome);
        var verdict = Now(sitting, Policy.Default, Sensitivity.Low, Sitting.Opened.AddMinutes(2));
        Assert.Equal(Decision.Block, verdict.Decision);
        Assert.DoesNotContain(verdict.Reasons, reason => reason.Code == ContextReasons.DeclaredAgent);
    }

    [Fact]
    public void PassedChallenge_LiftsTheRulesChallengeButNotItsBlock()
    {
        var sitting = Played(Ruled);
        var now = Sitting.Opened.AddMinutes(2);
        Assert.Equal(Decision.Challenge, sitting.Evaluate(Sensitivity.Medium, now).Decision);
        Assert.True(sitting.Pass(now.AddSeconds(1)));
        var at = now.AddSeconds(2);
        Assert.Equal(Decision.Allow, sitting.Evaluate(Sensitivity.Medium, at).Decision);
        Assert.Equal(Decision.Block, sitting.Evaluate(Sensitivity.High, at).Decision);
        Assert.Equal(Decision.Challenge, sitting.Evaluate(Sensitivity.Medium, at + Ruled.ChallengeValidity).Decision);
        // It proves the user here and nowhere else.
        Assert.False(sitting.User.Knows(Device));
        Assert.Null(sitting.User.Excuses.Of(Device));
        Assert.True(sitting.Session.FactsAt(sitting.User, Policy.Default, at).IdentityProven);
        Assert.False(new Sitting(sitting.User).Session.FactsAt(sitting.User, Policy.Default, at).IdentityProven);
    }

    [Fact]
    public void Evaluate_WhenTheRuleBlocks_IssuesNoChallenge()
    {
        var sitting = Played(Ruled);
        var (next, verdict, challenge) = Evaluated(sitting, Ruled, Sensitivity.High);
        Assert.Equal((Decision.Block, null), (verdict.Decision, challenge));
        Assert.Empty(next.Challenges);
        Assert.NotNull(Evaluated(sitting, Ruled, Sensitivity.Medium).ChallengeId);
    }

    [Fact]
    public void WhatNoRuleLifts_IsABanFailedChallengesADenialAndAStricterAction()
    {
        var (now, sitting) = (Sitting.Opened.AddMinutes(2), Played(Welcome));
        Assert.Equal(Decision.Allow, Now(sitting, Welcome, Sensitivity.High, now).Decision);
        var user = sitting.User;
        sitting.Become(user with { Ban = new(now, now.AddDays(1)) });
        AssertBlocked(Now(sitting, Welcome, Sensitivity.Low, now), ContextReasons.Banned);

        sitting.Become(user);
        sitting.Become(Enumerable.Range(0, Welcome.StrikesToBlock)
            .Aggregate(user, (struck, _) => struck.Add(Device, StrikeKind.FailedChallenge, now, Welcome)));
        AssertBlocked(Now(sitting, Welcome, Sensitivity.Low, now), ContextReasons.Strikes);
        Assert.NotNull(Evaluated(sitting, Welcome, Sensitivity.Low).ChallengeId);

        sitting.Become(user);
        AssertBlocked(Now(sitting, Welcome.Under(new() { Denies = true }), Sensitivity.Low, now), ContextReasons.DeniedByList);
        var careful = Welcome with
        {
            Actions = ActionRules.Of([new("pay", new(NeedsPass: true)), new("order", new(MinTrust: 1)), new("go", new(Sensitivity.High))]),
        };
        Assert.Equal(
            [Decision.Challenge, Decision.Challenge, Decision.Allow, Decision.Allow],
            new[] { "pay", "order", "go", "look" }.Select(action => Now(sitting, careful, Sensitivity.Low, now, action).Decision));
        var strict = AgentPolicies.Under(new(Decision.Allow, Decision.Allow)) with { Actions = careful.Actions };
        Assert.Equal(Decision.Block, Now(sitting, strict, Sensitivity.Low, now, "go").Decision);
    }

    /// <summary>Lists excuse people from what behaviour says; a rule is not about behaviour.</summary>
    [Theory]
    [InlineData(true), InlineData(false)]
    public void EntryThatAllowsOrSnoozes_DoesNotLiftTheRule(bool allows)
    {
        var sitting = Played(Ruled);
        var listed = Ruled.Under(new() { Allows = allows, Snoozes = !allows });
        var verdict = Now(sitting, listed, Sensitivity.Medium, Sitting.Opened.AddMinutes(2));
        Assert.Equal(Decision.Challenge, verdict.Decision);
        Assert.Equal(ContextReasons.DeclaredAgent, verdict.Reasons[^1].Code);
    }

    [Fact]
    public void BehaviourOfOtherSessions_DoesNotBlockAnAgentWithARule()
    {
        var struck = UserState.New.Add(Device, StrikeKind.Block, Sitting.Opened, Policy.Default);
        foreach (var (policy, expected) in new[] { (Policy.Default, Decision.Block), (Welcome, Decision.Allow) })
            Assert.Equal(expected, Now(new(struck, policy, agent: Acme), policy, Sensitivity.Low, Sitting.Opened).Decision);
    }

    [Fact]
    public void Opening_OfAnAgentWithARule_IsNotAPlaceOfItsUser()
    {
        foreach (var (policy, expected) in new[] { (Policy.Default, 1), (Ruled, 0) })
        {
            var (session, user) = SessionStart.Open(
                TenantId.Default, UserId.Parse("u-1"), Sitting.Id, Device, ClientOrigin.Unknown, new Place(52, 13), UserState.New, policy,
                Sitting.Opened, Acme);
            Assert.Equal((Acme, expected), (session.DeclaredAgent, user.Openings.Length));
            Assert.NotEqual(UserState.New.RateLimit, user.RateLimit);
        }
    }

    [Fact]
    public void SharedInput_OfAnAgentWithARule_IsNotCharged()
    {
        var sitting = new Sitting(agent: Acme);
        Assert.Null(Sharing.Charge(sitting.Session, sitting.User, 5, Ruled, Sitting.Opened));
        Assert.NotNull(Sharing.Charge(sitting.Session, sitting.User, 5, Policy.Default, Sitting.Opened));
    }

    [Fact]
    public void Shadow_DecidesByItsOwnRules()
    {
        foreach (var (live, shadow, expected) in new[]
        {
            (Policy.Default, Welcome, (Decision.Block, Decision.Allow)), (Welcome, Policy.Default, (Decision.Allow, Decision.Block)),
        })
        {
            Sitting sitting = new(policy: live, agent: Acme) { Shadow = shadow with { Version = 9 } };
            sitting.Play(Behaviour.ScriptTyping(120).With(Behaviour.ScriptPointing(20)).BySecond());
            var (verdict, other) = (sitting.Last, sitting.Last.WouldHave!);
            Assert.Equal(expected, (verdict.Decision, other.Decision));
            Assert.Equal(live == Welcome, verdict.Reasons.Any(reason => reason.Code == ContextReasons.DeclaredAgent));
            Assert.Equal(shadow == Welcome, other.Reasons.Any(reason => reason.Code == ContextReasons.DeclaredAgent));
            Assert.Equal(shadow == Welcome, sitting.Session.Shadow!.Latched is null);
        }
    }

    [Fact]
    public void Simulation_OfThePolicyThatDecided_FlipsNothing()
    {
        foreach (var policy in new[] { Policy.Default, Ruled, Welcome })
        foreach (var played in Sessions(policy))
        {
            SessionSimulation simulation = new(policy with { Version = 9 }, policy);
            foreach (var row in played.Rows)
            {
                if (simulation.Take(row, policy) is not { } simulated)
                    continue;
                Assert.Equal(row.Decision, simulated.Recomputed);
                Assert.Equal(new(row.Decision, row.Decision), simulated.After);
            }

            Assert.Equal(0, simulation.NewChallenges);
        }
    }

    [Fact]
    public void Simulation_OfARule_DecidesRecordedAgentsByIt()
    {
        var played = new PlayedSession(Policy.Default, Sitting.Opened, agent: Acme).Play(Behaviour.HumanTyping(1, 60).BySecond(), every: 3);
        SessionSimulation simulation = new(AgentPolicies.Under(new()));
        foreach (var row in played.Rows)
        {
            if (simulation.Take(row, Policy.Default) is { } simulated)
                Assert.Equal(new(Decision.Block, Decision.Block), simulated.After);
        }

        Assert.Equal(0, simulation.NewChallenges);
    }

    [Theory]
    [InlineData("acme-shopper", true), InlineData("a", true), InlineData("0.x_y-z", true)]
    [InlineData("", false), InlineData(null, false), InlineData("Acme", false), InlineData("a b", false), InlineData("é", false)]
    public void Name_IsOfSmallLettersDigitsAndThreeSigns(string? name, bool expected)
    {
        Assert.Equal(expected, AgentRules.IsName(name));
        Assert.True(AgentRules.IsName(new string('a', AgentRules.LongestName)));
        Assert.False(AgentRules.IsName(new string('a', AgentRules.LongestName + 1)));
    }

    private static Sitting Played(Policy policy) => new Sitting(policy: policy, agent: Acme)
        .Play(Behaviour.ScriptTyping(120).With(Behaviour.ScriptPointing(20)).BySecond());

    private static Verdict Now(Sitting sitting, Policy policy, Sensitivity sensitivity, DateTimeOffset now, string action = "") =>
        Verdicts.Current(sitting.Session, sitting.User, sensitivity, policy, now, action);

    private static (SessionState Session, Verdict Verdict, Guid? ChallengeId) Evaluated(
        Sitting sitting, Policy policy, Sensitivity sensitivity) => StepUp.Evaluate(
        sitting.Session, sitting.User, sensitivity, ClientOrigin.Unknown, policy, Sitting.Opened.AddMinutes(2), Guid.NewGuid());

    private static void AssertBlocked(Verdict verdict, ReasonCode why)
    {
        Assert.Equal(Decision.Block, verdict.Decision);
        Assert.Contains(verdict.Reasons, reason => reason.Code == why);
        Assert.DoesNotContain(verdict.Reasons, reason => reason.Code == ContextReasons.DeclaredAgent);
    }

    private static IEnumerable<PlayedSession> Sessions(Policy policy)
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var input = seed % 2 == 0
                ? Behaviour.HumanTyping(seed, 80)
                : Behaviour.ScriptTyping(120).With(Behaviour.ScriptPointing(20));
            PlayedSession played = new(policy, Sitting.Opened, agent: Acme);
            yield return played.Play(input.BySecond(), every: 4, (ChallengeOutcome)(seed % 3));
        }
    }
}
