using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>What makes a policy stricter never makes an answer milder.</summary>
public sealed class StricterPolicyTests
{
    private static readonly (string Name, Func<Policy, Random, Policy> Make)[] Stricter =
    [
        ("a higher MEDIUM threshold", (policy, random) => policy with { MediumThreshold = Up(policy.MediumThreshold, random) }),
        ("a higher HIGH threshold", (policy, random) => policy with { HighThreshold = Up(policy.HighThreshold, random) }),
        ("a proof of identity", (policy, _) => policy with { HighNeedsIdentity = true }),
        ("challenges in COLD_START", (policy, _) => policy with { ChallengeColdStart = true }),
        ("an action of more sensitivity", (policy, random) => WithRule(policy, rule => rule with
        {
            Sensitivity = (Sensitivity)random.Next((int)rule.Sensitivity, 3),
        })),
        ("an action that needs more trust",
            (policy, random) => WithRule(policy, rule => rule with { MinTrust = Up(rule.MinTrust, random) })),
        ("an action that needs a challenge", (policy, _) => WithRule(policy, rule => rule with { NeedsPass = true })),
        ("an agent that gets a stricter decision", WithStricterAgent),
    ];

    [Fact]
    public void DecisionTable_UnderAStricterPolicy_NeverAllowsMore()
    {
        Random random = new(7);
        for (var i = 0; i < 20_000; i++)
        {
            var policy = RandomPolicies.Valid(random);
            var (name, make) = Stricter[random.Next(Stricter.Length)];
            var stricter = make(policy, random);
            for (var k = 0; k < 10; k++)
            {
                DecisionFacts facts = new(
                    (Phase)random.Next(3), random.NextDouble(), random.Next(6) == 0, random.Next(2) == 0, random.Next(2) == 0,
                    random.Next(2) == 0)
                {
                    Agent = random.Next(2) == 0 ? "" : "agent-0",
                };
                facts = facts with { Barred = facts.Blocked && random.Next(2) == 0 };
                var (sensitivity, action) = ((Sensitivity)random.Next(3), random.Next(2) == 0 ? "" : "action-0");
                Assert.True(
                    DecisionTable.Decide(facts, sensitivity, stricter, action) >= DecisionTable.Decide(facts, sensitivity, policy, action),
                    $"{name}: {facts} {sensitivity} {action}");
            }
        }
    }

    [Fact]
    public void Caps_ThatAreLower_NeverRaiseTheRisk()
    {
        Random random = new(8);
        for (var i = 0; i < 5_000; i++)
        {
            var policy = RandomPolicies.Valid(random);
            var group = (EvidenceGroup)random.Next(EvidenceGroups.Count);
            var lower = policy with { GroupCaps = policy.GroupCaps.With(group, policy.CapOf(group) * random.NextDouble()) };
            var (evidence, same) = (default(BotEvidence), default(BotEvidence));
            for (var k = 0; k < 8; k++)
            {
                GroupNats nats = default;
                foreach (var one in Enum.GetValues<EvidenceGroup>())
                    nats[(int)one] = (float)((random.NextDouble() * 4) - 1);
                var (left, leftToo) = (1.0, 1.0);
                evidence = evidence.Add(WindowBotEvidence.Of(nats, GroupSet.All, policy), 1, policy, ref left);
                same = same.Add(WindowBotEvidence.Of(nats, GroupSet.All, policy), 1, policy, ref leftToo);
                Assert.True(same.Counted(lower) <= evidence.Counted(policy) + 1e-5);
                var others = same.SumOf(GroupSet.All.Without(GroupSet.None.With(group)));
                Assert.True(same.Counted(lower) <= lower.CapOf(group) + others + 1e-5);
            }
        }
    }

    [Fact]
    public void Weight_OfZero_TakesADetectorsEvidenceOut()
    {
        var silent = Policy.Default with { Weights = DetectorWeights.Of([new("pattern.equal_steps", 0)]) };
        var code = DetectorCatalog.Reason("pattern.equal_steps")!;
        Evidence evidence = new(2, 1);
        Assert.Equal(0, silent.Weights.Weigh(code, evidence).Weight);
        Assert.Equal(1, silent.Weights.Weigh(code, evidence).Confidence);
        Assert.Equal(evidence, silent.Weights.Weigh(DetectorCatalog.Reason("pattern.no_homing")!, evidence));
        Assert.Equal(evidence, Policy.Default.Weights.Weigh(code, evidence));
    }

    private static double Up(double value, Random random) => value + (random.NextDouble() * (0.99 - value));

    /// <summary>Of an agent that has a rule: the first one is stricter than being decided as a person, or milder.</summary>
    private static Policy WithStricterAgent(Policy policy, Random random)
    {
        if (policy.Agents.Of("agent-0") is not { } rule)
            return policy;
        var high = Later(rule.High);
        var medium = Later(rule.Medium) is var up && up > high ? high : up;
        var low = Later(rule.Low) is var upToo && upToo > medium ? medium : upToo;
        return policy with
        {
            Agents = AgentRules.Of([
                .. policy.Agents.Named.Where(one => one.Key != "agent-0"), new("agent-0", new(low, medium, high)),
            ]),
        };

        Decision Later(Decision decision) => (Decision)random.Next((int)decision, 3);
    }

    private static Policy WithRule(Policy policy, Func<ActionRule, ActionRule> change) => policy with
    {
        Actions = ActionRules.Of([
            .. policy.Actions.Named.Where(rule => rule.Key != "action-0"), new("action-0", change(policy.Actions.Of("action-0"))),
        ]),
    };
}
