using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Scoring;

/// <summary>Sessions under the policy in shadow. Nothing here changes a decision.</summary>
internal static class Shadows
{
    /// <summary>The session as the policy in shadow has it now; null if there is none.</summary>
    public static SessionState? Of(SessionState session, UserState user, PolicyPair policies, DateTimeOffset now) =>
        policies.Shadow is { } other ? session.Under(other).UpToDate(user, other, now) : null;

    /// <summary>What is stored of it; null for none.</summary>
    public static ShadowState? StateOf(SessionState? shadow, PolicyPair policies) =>
        shadow is null ? null : ShadowState.Of(shadow, policies.Shadow!);

    /// <summary>The session under the policy in shadow after the windows of a batch.</summary>
    /// <param name="shadow">It before the batch.</param>
    /// <param name="session">The live session before the batch.</param>
    /// <param name="lane">Its account after the batch.</param>
    /// <param name="evidenceBatches">Accepted batches with evidence, with this one.</param>
    /// <param name="earned">Whether the batch had a conclusive window.</param>
    /// <param name="blind">Whether the user's baseline could not be loaded.</param>
    /// <param name="policies">The policies.</param>
    /// <param name="now">Server time.</param>
    public static SessionState Next(
        SessionState shadow, SessionState session, in PolicyLane lane, int evidenceBatches, bool earned, bool blind, PolicyPair policies,
        DateTimeOffset now)
    {
        var policy = policies.Shadow!;
        var latches = shadow.Latched is null && policy.Agents.Of(session.DeclaredAgent) is null
            && lane.HighestBlockingRisk >= policy.BlockRisk;
        return shadow with
        {
            Account = lane.Account,
            UntrustedCredit = lane.UntrustedCredit,
            LastEvidenceAt = earned ? now : session.LastEvidenceAt,
            Phase = PhaseRule.Next(shadow.Phase, lane.Account, evidenceBatches, now - session.OpenedAt, blind, policy),
            Latched = latches ? lane.BlockedBy : shadow.Latched,
        };
    }

    /// <summary>What the policy in shadow would have decided about the batch.</summary>
    public static Verdict Verdict(
        SessionState shadow, UserState user, in PolicyLane lane, in EvidenceTally tally, Verdict live, PolicyPair policies,
        DateTimeOffset now)
    {
        var policy = policies.Shadow!;
        var (facts, listed) = (shadow.FactsAt(user, policy, now), policy.Given(tally.Against()));
        var isAlike = policy.Weights.Equals(policies.Live.Weights)
            && policy.Agents.Of(shadow.DeclaredAgent) is null && policies.Live.Agents.Of(shadow.DeclaredAgent) is null;
        var reasons = isAlike ? live.Reasons : Verdicts.Explained(tally.Strongest(policy.Weights), shadow, user, listed, policy, now);
        return new()
        {
            DecisionId = live.DecisionId,
            Decision = listed.Denies ? Decision.Block : DecisionTable.Decide(facts, Sensitivity.Medium, policy),
            Scores = new(facts.Trust, lane.HighestRisk, shadow.Phase),
            Reasons = reasons,
            PolicyVersion = policy.Version,
            BaselineVersion = live.BaselineVersion,
        };
    }
}
