using Sentinel.Domain.Detection;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Simulation;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>Other policies over recorded sessions.</summary>
public sealed class SimulationTests
{
    private const int Sessions = 60;

    private static readonly ChallengeOutcome[] Outcomes = [ChallengeOutcome.Pending, ChallengeOutcome.Passed, ChallengeOutcome.Failed];

    /// <summary>Policies from the mildest to the strictest.</summary>
    private static readonly Policy[] Stricter =
    [
        Policy.Default,
        Policy.Default with { HighThreshold = 0.7, BlockRisk = 0.85 },
        Policy.Default with { HighThreshold = 0.8, BlockRisk = 0.8, MediumThreshold = 0.5, TrustedEntry = 0.65 },
        Policy.Default with
        {
            HighThreshold = 0.9, BlockRisk = 0.7, MediumThreshold = 0.6, TrustedEntry = 0.75, TrustedExit = 0.6, ChallengeColdStart = true,
        },
    ];

    public static TheoryData<string> Presets => ["default", "zero-trust", "low-friction"];

    [Theory]
    [MemberData(nameof(Presets))]
    public void Take_OfThePolicyThatDecided_FlipsNothing(string preset)
    {
        var policy = Preset(preset);
        foreach (var (played, _) in Played(policy))
        {
            foreach (var (row, simulated) in Simulated(played, policy, new(policy with { Name = "the same", Version = 9 }, policy)))
            {
                Assert.Equal(new(row.Decision, row.Decision), simulated.After);
                Assert.Equal(new(row.Decision, row.Decision), simulated.Before);
            }
        }
    }

    [Fact]
    public void Take_OfAStricterPolicy_NeverAllowsMoreWhileChallengesAreFailed()
    {
        foreach (var (played, outcome) in Played(Policy.Default).Where(one => one.Outcome != ChallengeOutcome.Passed))
        {
            var milder = played.Answers;
            foreach (var policy in Stricter)
            {
                var stricter = Simulated(played, Policy.Default, new(policy)).Select(one => one.Simulated.After.IfFailed).ToList();
                Assert.All(stricter.Zip(milder), pair => Assert.True(pair.First >= pair.Second, $"{policy} after {outcome}"));
                milder = stricter;
            }
        }
    }

    [Fact]
    public void Take_OfBatchesAlone_NeverAllowsMoreUnderAStricterPolicy()
    {
        foreach (var (played, _) in Played(Policy.Default, every: 0))
        {
            var milder = played.Answers;
            foreach (var policy in Stricter)
            {
                var after = Simulated(played, Policy.Default, new(policy)).Select(one => one.Simulated.After).ToList();
                Assert.All(after, one => Assert.Equal(one.IfPassed, one.IfFailed));
                Assert.All(after.Zip(milder), pair => Assert.True(pair.First.IfPassed >= pair.Second));
                milder = [.. after.Select(one => one.IfPassed)];
            }
        }
    }

    /// <summary>
    /// What the simulation changes is what the scorer would have decided otherwise, where one hand acts. At the threshold itself, the
    /// record's rounding decides.
    /// </summary>
    [Fact]
    public void Take_OfALowerThreshold_LetsThroughExactlyThoseThatItShould()
    {
        const double Threshold = 0.45, Rounding = 0.01;
        var (live, flips) = (Policy.Default with { MediumThreshold = 0.55 }, 0);
        var lower = live with { MediumThreshold = Threshold };
        foreach (var (before, after) in Played(live, every: 0).Zip(Played(lower, every: 0)).Where((_, seed) => seed % 6 < 3))
        {
            foreach (var ((row, simulated), truth) in Simulated(before.Played, live, new(lower)).Zip(after.Played.Rows))
            {
                flips += simulated.After.IfPassed != row.Decision ? 1 : 0;
                Assert.True(simulated.After.IfPassed <= row.Decision);
                if (Math.Abs(truth.Scores!.Value.Trust - Threshold) > Rounding)
                    Assert.Equal(truth.Decision, simulated.After.IfPassed);
            }
        }

        Assert.True(flips > 0);
    }

    [Fact]
    public void Take_OfAChallengeThatWasNeverIssued_IsARangeFromPassedToFailed()
    {
        PlayedSession played = new(Policy.Default, Sitting.Opened);
        for (var i = 1; i <= 6; i++)
            Assert.False(played.Evaluate(Sensitivity.Medium, Sitting.Opened.AddMinutes(i)));
        SessionSimulation simulation = new(Policy.ZeroTrust);
        var after = Simulated(played, Policy.Default, simulation).Select(one => one.Simulated.After).ToList();
        Assert.Equal(new(Decision.Challenge, Decision.Challenge), after[1]);
        // Who passed is VERIFYING; who failed three times is blocked on the device.
        Assert.Equal(new(Decision.Allow, Decision.Challenge), after[2]);
        Assert.All(after[4..], one => Assert.Equal(new(Decision.Allow, Decision.Block), one));
        Assert.Equal(1, simulation.NewChallenges);
    }

    [Fact]
    public void Take_OfAMilderPolicy_DoesNotTakeOverTheOutcomeOfAChallengeThatItDidNotIssue()
    {
        PlayedSession played = new(Policy.ZeroTrust, Sitting.Opened);
        Assert.True(played.Evaluate(Sensitivity.Medium, Sitting.Opened.AddMinutes(1)));
        played.Report(ChallengeOutcome.Failed, Sitting.Opened.AddMinutes(2));
        Assert.True(played.Evaluate(Sensitivity.Medium, Sitting.Opened.AddMinutes(3)));
        var after = Simulated(played, Policy.ZeroTrust, new(Policy.Default)).Select(one => one.Simulated.After.IfFailed);
        Assert.All(after, decision => Assert.Equal(Decision.Allow, decision));
    }

    [Fact]
    public void Take_OfAPolicyThatSilencesADetector_DecidesAsTheScorerWould()
    {
        var silent = Policy.Default with
        {
            Weights = DetectorWeights.Of([KeyValuePair.Create("physics.key_hold", 0.0)]),
            GroupCaps = default(GroupCaps).With(EvidenceGroup.KeyTiming, 1),
        };
        var (same, flips, all) = (0, 0, 0);
        foreach (var (before, after) in Played(Policy.Default, every: 0).Zip(Played(silent, every: 0)))
        {
            foreach (var ((row, simulated), truth) in Simulated(before.Played, Policy.Default, new(silent)).Zip(after.Played.Answers))
            {
                (same, all) = (same + (simulated.After.IfPassed == truth ? 1 : 0), all + 1);
                flips += truth != row.Decision ? 1 : 0;
            }
        }

        Assert.True(flips > 0);
        Assert.True(same >= 0.99 * all, $"{same} of {all}, {flips} flips");
    }

    [Fact]
    public void Take_OfARuleForAnAction_ChallengesThatActionAlone()
    {
        PlayedSession played = new(Policy.Default, Sitting.Opened);
        played.Evaluate(Sensitivity.Medium, Sitting.Opened.AddMinutes(1), "transfer");
        played.Evaluate(Sensitivity.Medium, Sitting.Opened.AddMinutes(1), "view");
        var rule = Policy.Default with { Actions = ActionRules.Of([KeyValuePair.Create("transfer", new ActionRule(NeedsPass: true))]) };
        var after = Simulated(played, Policy.Default, new(rule)).Select(one => one.Simulated.After.IfPassed);
        Assert.Equal([Decision.Allow, Decision.Challenge, Decision.Allow], after);
    }

    [Fact]
    public void Take_OfABan_BlocksUnderEveryPolicy()
    {
        var banned = UserState.New with { Ban = new Ban(Sitting.Opened.AddDays(-1), Sitting.Opened.AddDays(1)) };
        var played = new PlayedSession(Policy.Default, Sitting.Opened, banned).Play(Behaviour.HumanTyping(1, 60).BySecond(), every: 3);
        foreach (var (row, simulated) in Simulated(played, Policy.Default, new(Policy.LowFriction with { MediumThreshold = 0.1 })))
        {
            Assert.Equal(Decision.Block, row.Decision);
            Assert.Equal(new(Decision.Block, Decision.Block), simulated.After);
            Assert.Equal(Decision.Block, simulated.Recomputed);
        }
    }

    /// <summary>Lists are no part of a policy: what they decided stays, whatever is tried.</summary>
    [Theory]
    [InlineData("deny"), InlineData("deny a reason"), InlineData("allow"), InlineData("snooze"), InlineData("snooze a reason")]
    public void Take_OfWhatAListDecided_KeepsTheRecord(string effect)
    {
        var key = ReasonSet.None.With(DetectorCatalog.Reason("physics.key_hold")!.Id);
        var listed = Policy.Default.Under(effect switch
        {
            "deny" => new() { Denies = true },
            "deny a reason" => new() { Denying = key },
            "allow" => new() { Allows = true },
            "snooze" => new() { Snoozes = true },
            _ => new() { Snoozed = key },
        });
        var kept = 0;
        var milder = Policy.LowFriction with { BlockRisk = 0.99, MediumThreshold = 0.1 };
        foreach (var candidate in new[] { Policy.ZeroTrust, milder, Stricter[^1] })
        {
            foreach (var (played, _) in Played(listed))
            {
                SessionSimulation simulation = new(candidate, Policy.Default);
                foreach (var (row, simulated) in Simulated(played, Policy.Default, simulation).Where(one => one.Row.IsListed))
                {
                    DecisionRange same = new(row.Decision, row.Decision);
                    Assert.Equal(new(row.Decision, same, same), simulated);
                    kept++;
                }

                if (effect is "deny" or "allow" or "snooze")
                {
                    Assert.All(played.Rows.Where(row => row.IsAnswer), row => Assert.True(row.IsListed));
                    Assert.Equal(0, simulation.NewChallenges);
                }
            }
        }

        Assert.True(kept > 100, $"{kept}");
    }

    [Fact]
    public void Take_OverSessionsOfThisKind_RecomputesWhatWasDecided()
    {
        var (same, all) = (0, 0);
        foreach (var (played, _) in Played(Policy.Default))
        {
            foreach (var (row, simulated) in Simulated(played, Policy.Default, new(Policy.Default)))
                (same, all) = (same + (row.Decision == simulated.Recomputed ? 1 : 0), all + 1);
        }

        Assert.True(same >= 0.99 * all, $"{same} of {all}");
    }

    [Fact]
    public void Take_WithoutTheOpening_IsRefused() => Assert.Throws<InvalidOperationException>(() =>
        new SessionSimulation(Policy.Default).Take(
            new PlayedSession(Policy.Default, Sitting.Opened).Play(Behaviour.HumanTyping(1, 20).BySecond()).Rows[1], Policy.Default));

    private static Policy Preset(string name) =>
        new[] { Policy.Default, Policy.ZeroTrust, Policy.LowFriction }.Single(policy => policy.Name == name);

    private static IEnumerable<(RecordedDecision Row, SimulatedDecision Simulated)> Simulated(
        PlayedSession played, Policy recorded, SessionSimulation simulation)
    {
        foreach (var row in played.Rows)
        {
            if (simulation.Take(row, recorded) is { } simulated)
                yield return (row, simulated);
        }
    }

    /// <summary>Sessions of people, of bots, and of a bot that takes over from a person.</summary>
    private static IEnumerable<(PlayedSession Played, ChallengeOutcome Outcome)> Played(Policy policy, int every = 4) =>
        Enumerable.Range(0, Sessions).Select(seed =>
        {
            var input = (seed % 6) switch
            {
                0 => Behaviour.HumanTyping(seed, 200),
                1 => Behaviour.HumanPointing(seed, 25),
                2 => Behaviour.ScriptTyping(80),
                3 => Behaviour.HumanTyping(seed, 60).With(Behaviour.ScriptTyping(120, Behaviour.Start + 30_000)),
                4 => Behaviour.HumanTyping(seed, 80).With(Behaviour.ScriptPointing(12)),
                _ => Behaviour.HumanPointing(seed, 12).With(Behaviour.ScriptClicking(30, 400, Behaviour.Start + 30_000)),
            };
            var outcome = Outcomes[seed / 6 % Outcomes.Length];
            return (new PlayedSession(policy, Sitting.Opened).Play(input.BySecond(), every, outcome), outcome);
        });
}
