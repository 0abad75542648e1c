using Sentinel.Domain.Scoring;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Unit.Tests;

/// <summary>An answer says so when only the policy's rule for its action asks for a challenge.</summary>
public sealed class ActionRuleTests
{
    private const string Rule = "context.action_rule", Unproven = "context.identity_unproven";

    private static readonly DateTimeOffset Now = Sitting.Opened.AddMinutes(10);

    [Theory]
    [InlineData(Sensitivity.Low), InlineData(Sensitivity.Medium)]
    public void Evaluate_WhenOnlyTheRuleAsks_SaysSoAndForNoOtherAction(Sensitivity sensitivity)
    {
        Sitting sitting = new(policy: Ruled(new(NeedsPass: true)));
        Assert.Equal((Decision.Challenge, Rule), Evaluated(sitting, sensitivity, "transfer"));
        Assert.Equal((Decision.Allow, ""), Evaluated(sitting, sensitivity, "view"));
        Assert.True(sitting.Report(ChallengeOutcome.Passed, Now));
        Assert.Equal((Decision.Allow, "context.challenge_passed"), Evaluated(sitting, sensitivity, "transfer"));
    }

    [Fact]
    public void Evaluate_WhenFourReasonsAreHeavier_StillSaysSo()
    {
        Sitting sitting = new(policy: Ruled(new(MinTrust: 1)));
        sitting.Score(Behaviour.HumanTyping(1, 100).Whole(), Now);
        Assert.Equal(Verdict.MaxReasons, sitting.Session.LastReasons.Length);
        var (decision, reasons) = Evaluated(sitting, Sensitivity.Low, "transfer");
        Assert.Equal((Decision.Challenge, Rule), (decision, reasons.Split(',')[^1]));
    }

    [Fact]
    public void Evaluate_WhenTheRuleMakesItHigh_SaysThatAndWhatIsMissing()
    {
        Sitting sitting = new(policy: Ruled(new(Sensitivity.High)));
        sitting.Play(Behaviour.HumanTyping(1, 400).BySecond());
        Assert.Equal(Phase.Trusted, sitting.Session.Phase);
        var at = sitting.Session.LastEvidenceAt.AddSeconds(1);
        Assert.EndsWith($"{Rule},{Unproven}", Evaluated(sitting, Sensitivity.Medium, "transfer", at).Reasons, StringComparison.Ordinal);
        var high = Evaluated(sitting, Sensitivity.High, "view", at).Reasons;
        Assert.EndsWith(Unproven, high, StringComparison.Ordinal);
        Assert.DoesNotContain(Rule, high, StringComparison.Ordinal);
    }

    private static Policy Ruled(ActionRule rule) =>
        Policy.Default with { Actions = ActionRules.Of([KeyValuePair.Create("transfer", rule)]) };

    private static (Decision Decision, string Reasons) Evaluated(
        Sitting sitting, Sensitivity sensitivity, string action, DateTimeOffset? at = null)
    {
        var verdict = StepUp.Evaluate(
            sitting.Session, sitting.User, sensitivity, ClientOrigin.Unknown, sitting.Policy, at ?? Now, Guid.NewGuid(), action).Verdict;
        return (verdict.Decision, string.Join(',', verdict.Reasons.Select(reason => reason.Code.Name)));
    }
}
