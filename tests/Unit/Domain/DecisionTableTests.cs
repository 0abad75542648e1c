using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Checks each cell of the decision table in docs/contract.md.</summary>
public sealed class DecisionTableTests
{
    [Theory]
    [InlineData(Phase.ColdStart, 0.5, Sensitivity.Low, Decision.Allow)]
    [InlineData(Phase.ColdStart, 0.5, Sensitivity.Medium, Decision.Allow)]
    [InlineData(Phase.ColdStart, 0.9, Sensitivity.High, Decision.Challenge)]
    [InlineData(Phase.Verifying, 0.1, Sensitivity.Low, Decision.Allow)]
    [InlineData(Phase.Verifying, 0.4, Sensitivity.Medium, Decision.Allow)]
    [InlineData(Phase.Verifying, 0.399, Sensitivity.Medium, Decision.Challenge)]
    [InlineData(Phase.Verifying, 0.99, Sensitivity.High, Decision.Challenge)]
    [InlineData(Phase.Trusted, 0.1, Sensitivity.Low, Decision.Allow)]
    [InlineData(Phase.Trusted, 0.399, Sensitivity.Medium, Decision.Challenge)]
    [InlineData(Phase.Trusted, 0.649, Sensitivity.High, Decision.Challenge)]
    [InlineData(Phase.Trusted, 0.65, Sensitivity.High, Decision.Allow)]
    public void Decide_WhenNothingIsLatched_FollowsPhaseTrustAndSensitivity(
        Phase phase,
        double trust,
        Sensitivity sensitivity,
        Decision expected
    ) =>
        Assert.Equal(
            expected,
            DecisionTable.Decide(new(phase, trust, false, false, Fresh: true, IdentityProven: true), sensitivity, Policy.Default)
        );

    [Fact]
    public void Decide_WhenBlocked_BlocksEverything()
    {
        foreach (var phase in Enum.GetValues<Phase>())
        foreach (var sensitivity in Enum.GetValues<Sensitivity>())
            Assert.Equal(Decision.Block, DecisionTable.Decide(new(phase, 1, Blocked: true, true, true, true), sensitivity, Policy.Default));
    }

    [Fact]
    public void Decide_WhenAChallengeWasPassed_AllowsHighInVerifying() =>
        Assert.Equal(
            Decision.Allow,
            DecisionTable.Decide(new(Phase.Verifying, 0.5, false, ChallengePassed: true, false, false), Sensitivity.High, Policy.Default)
        );

    /// <summary>Trust was 0.6 at least when the challenge was passed, so something else has acted since.</summary>
    [Theory]
    [InlineData(Phase.Verifying)]
    [InlineData(Phase.Trusted)]
    public void Decide_WhenTrustHasFallenSinceThePassedChallenge_ChallengesHighAsMedium(Phase phase)
    {
        var facts = new DecisionFacts(phase, 0.399, false, ChallengePassed: true, Fresh: true, IdentityProven: true);
        Assert.Equal(Decision.Challenge, DecisionTable.Decide(facts, Sensitivity.Medium, Policy.Default));
        Assert.Equal(Decision.Challenge, DecisionTable.Decide(facts, Sensitivity.High, Policy.Default));
    }

    [Fact]
    public void Decide_WhenTheEvidenceIsStale_ChallengesHigh() =>
        Assert.Equal(
            Decision.Challenge,
            DecisionTable.Decide(
                new(Phase.Trusted, 0.9, false, false, Fresh: false, IdentityProven: true),
                Sensitivity.High,
                Policy.Default
            )
        );

    /// <summary>Seeming human is no proof of who acts; MEDIUM does not need one.</summary>
    [Theory]
    [InlineData(Sensitivity.Low, Decision.Allow)]
    [InlineData(Sensitivity.Medium, Decision.Allow)]
    [InlineData(Sensitivity.High, Decision.Challenge)]
    public void Decide_WhenNothingProvesWhoActs_ChallengesHighAlone(Sensitivity sensitivity, Decision expected)
    {
        var facts = new DecisionFacts(Phase.Trusted, 0.99, false, ChallengePassed: false, Fresh: true, IdentityProven: false);
        foreach (var policy in new[] { Policy.Default, Policy.ZeroTrust })
        {
            Assert.Equal(expected, DecisionTable.Decide(facts, sensitivity, policy));
            Assert.Equal(sensitivity == Sensitivity.High, DecisionTable.LacksIdentity(facts, sensitivity, policy));
        }

        Assert.Equal(Decision.Allow, DecisionTable.Decide(facts, sensitivity, Policy.LowFriction));
        Assert.Equal(Decision.Allow, DecisionTable.Decide(facts with { ChallengePassed = true }, sensitivity, Policy.Default));
        Assert.False(DecisionTable.LacksIdentity(facts with { Trust = 0.6 }, sensitivity, Policy.Default));
        Assert.False(DecisionTable.LacksIdentity(facts with { Blocked = true }, sensitivity, Policy.Default));
    }

    [Fact]
    public void Decide_WhenThePolicyIsZeroTrust_ChallengesMediumInColdStart() =>
        Assert.Equal(
            Decision.Challenge,
            DecisionTable.Decide(new(Phase.ColdStart, 0.5, false, false, false, true), Sensitivity.Medium, Policy.ZeroTrust)
        );

    [Fact]
    public void Policy_WhenOneWindowSaysTheWorst_DoesNotBlock()
    {
        foreach (var policy in new[] { Policy.Default, Policy.ZeroTrust })
        {
            var account = TrustAccount
                .Open(policy.InitialTrust, policy)
                .Add(
                    Evidences.Window((EvidenceGroup.Holds, 9), (EvidenceGroup.KeyTiming, 9)),
                    GroupSet.None,
                    policy.MaxIdentityPerWindow,
                    1,
                    0,
                    policy
                );
            Assert.True(account.Risk(policy) < policy.BlockRisk);
        }
    }
}
