namespace Sentinel.Domain.Trust;

/// <summary>The facts that the decision table uses.</summary>
/// <param name="Phase">The session's phase.</param>
/// <param name="Trust">Trust, 0..1, decayed to now.</param>
/// <param name="Blocked">A latched block, risk at or above the policy's bound, strikes, or a ban.</param>
/// <param name="ChallengePassed">A challenge was passed and is still valid.</param>
/// <param name="Fresh">The last evidence is recent enough for HIGH.</param>
/// <param name="IdentityProven">The user was recognised in this session, or has passed a challenge on this device in the last days.</param>
public readonly record struct DecisionFacts(
    Phase Phase,
    double Trust,
    bool Blocked,
    bool ChallengePassed,
    bool Fresh,
    bool IdentityProven
)
{
    /// <summary>A block that no entry of a list lifts: a ban, failed challenges on this device, or the strike overflow.</summary>
    public bool Barred { get; init; }

    /// <summary>The agent that the site declared at the session's opening; null or empty for people.</summary>
    public string? Agent { get; init; }
}

/// <summary>
/// The decision table of docs/contract.md. BLOCK needs positive evidence; low trust alone gives CHALLENGE. HIGH is never allowed at a trust
/// that MEDIUM is challenged at, also after a passed challenge: something else may act in the session since. Trust says that a person acts,
/// not who, so HIGH also needs a proof of identity.
/// </summary>
public static class DecisionTable
{
    /// <summary>The decision about an action, turned by the tenant's lists; about a batch if its name is empty.</summary>
    public static Decision Decide(DecisionFacts facts, Sensitivity sensitivity, Policy policy, string action = "")
    {
        var rule = policy.Actions.Of(action);
        var needed = Needed(sensitivity, policy, action);
        // Lists excuse people from what behaviour says. An agent's rule is not about behaviour, so only a denial counts.
        return policy.Agents.Of(facts.Agent) is { } agent
            ? policy.Listed.Denials().Turn(OfAction(OfAgent(agent, facts, needed), facts, rule), facts.Barred)
            : policy.Listed.Turn(OfAction(BySensitivity(facts, needed, policy), facts, rule), facts.Barred);
    }

    /// <summary>Whether the decision is BLOCK whatever the trust, but for an entry of the lists that allows.</summary>
    public static bool IsBlocked(DecisionFacts facts, Sensitivity sensitivity, Policy policy, string action = "") =>
        policy.Agents.Of(facts.Agent) is { } agent
            ? facts.Barred || agent.Of(Needed(sensitivity, policy, action)) == Decision.Block
            : facts.Blocked;

    /// <summary>Whether a decision is the BLOCK of an agent's rule, which no challenge lifts.</summary>
    public static bool IsFinal(Decision decision, DecisionFacts facts, Policy policy) =>
        decision == Decision.Block && !facts.Barred && policy.Agents.Of(facts.Agent) is not null;

    /// <summary>The user passes a challenge for the agent, so its rule's CHALLENGE is lifted, but not its BLOCK.</summary>
    private static Decision OfAgent(AgentRule agent, DecisionFacts facts, Sensitivity sensitivity) => agent.Of(sensitivity) switch
    {
        _ when facts.Barred => Decision.Block,
        Decision.Challenge => AllowIf(facts.ChallengePassed),
        var decision => decision,
    };

    private static Decision OfAction(Decision decision, DecisionFacts facts, ActionRule rule) =>
        decision == Decision.Allow && !facts.ChallengePassed && (rule.NeedsPass || facts.Trust < rule.MinTrust)
            ? Decision.Challenge
            : decision;

    private static Decision BySensitivity(DecisionFacts facts, Sensitivity sensitivity, Policy policy) => (sensitivity, facts.Phase) switch
    {
        _ when facts.Blocked => Decision.Block,
        (Sensitivity.Low, _) => Decision.Allow,
        (Sensitivity.Medium, Phase.ColdStart) => AllowIf(!policy.ChallengeColdStart),
        (Sensitivity.Medium, _) => AllowIf(facts.Trust >= policy.MediumThreshold),
        (Sensitivity.High, _) when facts.Trust < policy.MediumThreshold => Decision.Challenge,
        (Sensitivity.High, Phase.ColdStart) => Decision.Challenge,
        (Sensitivity.High, Phase.Verifying) => AllowIf(facts.ChallengePassed),
        _ => AllowIf(
            facts.ChallengePassed
                || (facts.Trust >= policy.HighThreshold && facts.Fresh && (facts.IdentityProven || !policy.HighNeedsIdentity))
        ),
    };

    /// <summary>Whether only a proof of identity is missing.</summary>
    public static bool LacksIdentity(DecisionFacts facts, Sensitivity sensitivity, Policy policy, string action = "") =>
        Decide(facts, sensitivity, policy, action) == Decision.Challenge
        && Decide(facts with { IdentityProven = true }, sensitivity, policy, action) == Decision.Allow;

    /// <summary>Whether only the policy's rule for the action asks for a challenge.</summary>
    public static bool IsByRule(DecisionFacts facts, Sensitivity sensitivity, Policy policy, string action) =>
        Decide(facts, sensitivity, policy, action) == Decision.Challenge && Decide(facts, sensitivity, policy) == Decision.Allow;

    private static Sensitivity Needed(Sensitivity sensitivity, Policy policy, string action) =>
        policy.Actions.Of(action).Sensitivity is var least && sensitivity > least ? sensitivity : least;

    private static Decision AllowIf(bool condition) => condition ? Decision.Allow : Decision.Challenge;
}
