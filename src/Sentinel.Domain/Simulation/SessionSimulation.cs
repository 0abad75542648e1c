using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Simulation;

/// <summary>
/// Decides a recorded session again, row by row, under other policies than the one that decided it. It recomputes trust, both risks, the
/// phase and the block with the product's own rules, once under the recorded policy and once under each other. Where both give the same
/// decision, that of the record stands, so a simulation of the recorded policy changes nothing. See docs/decisions/0016.
/// </summary>
/// <param name="candidate">The policy to try.</param>
/// <param name="baseline">The policy to compare with; null to compare with what was decided.</param>
public sealed class SessionSimulation(Policy candidate, Policy? baseline = null)
{
    private readonly SimulatedSession recorded = new();
    private readonly Contender after = new(candidate);
    private readonly Contender? before = baseline is null ? null : new(baseline);
    private bool isOpen;

    /// <summary>How many challenges the candidate issues that are in no record, if each is passed.</summary>
    public long NewChallenges => after.NewChallenges;

    /// <summary>Takes the next row of the session, in the order of time.</summary>
    /// <param name="row">The row. The first one is the opening.</param>
    /// <param name="policy">The policy that decided it.</param>
    /// <returns>What the policies decide; null if the row is no answer.</returns>
    /// <exception cref="InvalidOperationException">The session has not been opened.</exception>
    public SimulatedDecision? Take(in RecordedDecision row, Policy policy)
    {
        if (!isOpen && row.Kind != RecordedKind.Opening)
            throw new InvalidOperationException("The first row of a session is its opening.");
        isOpen = true;
        return row.Kind switch
        {
            RecordedKind.Opening => Open(row, policy),
            RecordedKind.Batch when row.Notes(ContextReasons.StateUnreadable) => Reopen(row, policy),
            RecordedKind.Batch => Score(row, policy),
            RecordedKind.Evaluation => Evaluate(row, policy),
            RecordedKind.Challenge => Report(row, policy),
            _ => Share(row, policy),
        };
    }

    private SimulatedDecision Open(in RecordedDecision row, Policy policy)
    {
        var again = recorded.Open(row, policy, policy);
        return Result(row, policy, again, after.Open(row, policy, again), before?.Open(row, policy, again));
    }

    /// <summary>The stored session could not be read, and began anew.</summary>
    private SimulatedDecision Reopen(in RecordedDecision row, Policy policy)
    {
        Open(row with { Kind = RecordedKind.Opening, Scores = null }, policy);
        return Score(row, policy);
    }

    private SimulatedDecision Score(in RecordedDecision row, Policy policy)
    {
        var again = recorded.Score(row, policy);
        return Result(row, policy, again, after.Score(row, again), before?.Score(row, again));
    }

    private SimulatedDecision Evaluate(in RecordedDecision row, Policy policy)
    {
        // It proves nothing, and no policy challenges instead.
        if (row.IsListed)
            return Kept(row);
        if (row.Decision == Decision.Allow && recorded.NeedsEarlierProof(row, policy))
        {
            recorded.Prove();
            after.Prove();
            before?.Prove();
        }

        var again = recorded.Evaluate(row, policy, policy);
        if (row.Decision != Decision.Allow && !recorded.IsFinal(row.Decision, row.At, policy))
            recorded.Challenge(row.At, policy);
        return Result(row, policy, again, after.Evaluate(row, policy, again), before?.Evaluate(row, policy, again));
    }

    private SimulatedDecision? Report(in RecordedDecision row, Policy policy)
    {
        var unasked = !recorded.IsChallenged(row.At, policy);
        Contender.Report(recorded, row, unasked, policy);
        after.Report(row, unasked);
        before?.Report(row, unasked);
        return null;
    }

    private SimulatedDecision? Share(in RecordedDecision row, Policy policy)
    {
        recorded.Share(row, policy);
        after.Share(row);
        before?.Share(row);
        return null;
    }

    /// <summary>A ban, strikes of the user's other sessions, and lists decide alike under every policy.</summary>
    private SimulatedDecision Result(
        in RecordedDecision row, Policy policy, Decision recomputed, DecisionRange candidate, DecisionRange? compared) =>
        row.IsListed || IsBlockedElsewhere(row, policy)
            ? Kept(row)
            : new(recomputed, compared ?? new(row.Decision, row.Decision), candidate);

    private static SimulatedDecision Kept(in RecordedDecision row)
    {
        DecisionRange same = new(row.Decision, row.Decision);
        return new(row.Decision, same, same);
    }

    private bool IsBlockedElsewhere(in RecordedDecision row, Policy policy) =>
        row.Decision == Decision.Block
        && (row.Says(ContextReasons.Banned) || (row.Says(ContextReasons.Strikes) && !recorded.IsStruck(row.At, policy)));
}
