using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Simulation;

/// <summary>A decision under a policy that did not make it.</summary>
/// <param name="IfPassed">If every challenge that only this policy issues had been passed.</param>
/// <param name="IfFailed">If every such challenge had been failed.</param>
public readonly record struct DecisionRange(Decision IfPassed, Decision IfFailed);

/// <summary>What a simulation says of one recorded answer.</summary>
/// <param name="Recomputed">What the recorded policy gives over the recorded evidence; if it is not the recorded decision, the record
/// lacks something.</param>
/// <param name="Before">What was decided, or what the policy to compare with would have decided.</param>
/// <param name="After">What the candidate would have decided.</param>
public readonly record struct SimulatedDecision(Decision Recomputed, DecisionRange Before, DecisionRange After);
