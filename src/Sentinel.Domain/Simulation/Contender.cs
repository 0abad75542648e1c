using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Simulation;

/// <summary>
/// A session under a policy that did not decide it. While the policy issues no challenge that the record does not have, one is enough. From
/// the first such challenge on there are two: in one the person passes all of them, in the other none.
/// </summary>
internal sealed class Contender(Policy policy)
{
    private readonly SimulatedSession passed = new();
    private SimulatedSession? failed;

    /// <summary>How many challenges it issued, of those that are in no record, if the person passes them.</summary>
    public long NewChallenges { get; private set; }

    public DecisionRange Open(in RecordedDecision row, Policy recorded, Decision recomputed)
    {
        failed = null;
        return Same(Combined(row.Decision, recomputed, passed.Open(row, recorded, policy)));
    }

    public DecisionRange Score(in RecordedDecision row, Decision recomputed)
    {
        var ifPassed = Combined(row.Decision, recomputed, passed.Score(row, policy));
        return failed is null ? Same(ifPassed) : new(ifPassed, Combined(row.Decision, recomputed, failed.Score(row, policy)));
    }

    /// <summary>Decides an action, and what follows from a challenge.</summary>
    public DecisionRange Evaluate(in RecordedDecision row, Policy recorded, Decision recomputed)
    {
        var ifPassed = Combined(row.Decision, recomputed, passed.Evaluate(row, recorded, policy));
        var ifFailed = failed is null ? ifPassed : Combined(row.Decision, recomputed, failed.Evaluate(row, recorded, policy));
        if (row.Decision == Decision.Allow && ifPassed != Decision.Allow && !passed.IsFinal(ifPassed, row.At, policy))
        {
            NewChallenges++;
            failed ??= passed.Copy();
        }

        Follow(passed, row, ifPassed, ChallengeOutcome.Passed);
        if (failed is not null)
            Follow(failed, row, ifFailed, ChallengeOutcome.Failed);
        return new(ifPassed, ifFailed);
    }

    /// <summary>A recorded outcome: it belongs to a challenge of the record. Under a policy without one, nobody was asked.</summary>
    /// <param name="row">The row.</param>
    /// <param name="unasked">Whether the record lacks the question, so that every policy takes the answer.</param>
    public void Report(in RecordedDecision row, bool unasked)
    {
        Report(passed, row, unasked, policy);
        if (failed is not null)
            Report(failed, row, unasked, policy);
    }

    public void Share(in RecordedDecision row)
    {
        passed.Share(row, policy);
        failed?.Share(row, policy);
    }

    public void Prove()
    {
        passed.Prove();
        failed?.Prove();
    }

    internal static void Report(SimulatedSession session, in RecordedDecision row, bool unasked, Policy policy)
    {
        if (unasked)
            session.Challenge(row.At, policy);
        session.Report(row.Outcome, row.At, policy);
    }

    /// <summary>
    /// The recorded decision, unless the policies differ: then what this policy decides, but never milder than the record if it is the
    /// stricter of the two, and never stricter if it is the milder.
    /// </summary>
    internal static Decision Combined(Decision recorded, Decision recomputed, Decision simulated)
    {
        if (simulated > recomputed)
            return simulated > recorded ? simulated : recorded;
        return simulated < recomputed && simulated < recorded ? simulated : recorded;
    }

    private void Follow(SimulatedSession session, in RecordedDecision row, Decision decision, ChallengeOutcome unknown)
    {
        if (decision == Decision.Allow || session.IsFinal(decision, row.At, policy))
            return;
        session.Challenge(row.At, policy);
        if (row.Decision == Decision.Allow)
            session.Report(unknown, row.At, policy);
    }

    private static DecisionRange Same(Decision decision) => new(decision, decision);
}
