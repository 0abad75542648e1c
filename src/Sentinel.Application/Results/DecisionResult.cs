using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Results;

/// <summary>The answer to a batch or an evaluation.</summary>
/// <param name="Session">Which session.</param>
/// <param name="DecisionId">Names the decision in the audit.</param>
/// <param name="Decision">What to do.</param>
/// <param name="Verdict">What it rests on; null when degraded: then nothing is known.</param>
public sealed record DecisionResult(SessionId Session, Guid DecisionId, Decision Decision, Verdict? Verdict)
{
    /// <summary>Hot state was away: nothing was scored, and the caller should send the same again.</summary>
    public bool Degraded => Verdict is null;

    public string Stream { get; init; } = "";

    public long Sequence { get; init; }

    /// <summary>The step-up to report, when an evaluation says CHALLENGE.</summary>
    public Guid? ChallengeId { get; init; }

    /// <summary>The answer that was given before.</summary>
    public static DecisionResult Of(SessionId session, IdempotentAnswer answer) => Of(session, new Verdict
    {
        DecisionId = answer.Record.DecisionId,
        Decision = answer.Record.Decision,
        Trust = answer.Record.Trust!.Value,
        Risk = answer.Record.Risk!.Value,
        Phase = answer.Record.Phase!.Value,
        Reasons = answer.Record.Reasons,
        PolicyVersion = answer.Record.PolicyVersion,
        BaselineVersion = answer.Record.BaselineVersion,
    }) with
    { ChallengeId = answer.ChallengeId };

    public static DecisionResult Of(SessionId session, Verdict verdict) => new(session, verdict.DecisionId, verdict.Decision, verdict);
}
