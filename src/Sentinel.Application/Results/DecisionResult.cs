using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Results;

/// <summary>The answer to a batch or an evaluation.</summary>
/// <param name="Session">Which session.</param>
/// <param name="Verdict">What was decided.</param>
public sealed record DecisionResult(SessionId Session, Verdict Verdict)
{
    public Guid DecisionId => Verdict.DecisionId;

    public Decision Decision => Verdict.Decision;

    /// <summary>Hot state was away: nothing was scored, and the caller should send the same again.</summary>
    public bool Degraded => Verdict.Scores is null;

    public string Stream { get; init; } = "";

    public long Sequence { get; init; }

    /// <summary>The step-up to report, when an evaluation says CHALLENGE.</summary>
    public Guid? ChallengeId { get; init; }

    /// <summary>The answer that was given before.</summary>
    public static DecisionResult Of(SessionId session, IdempotentAnswer answer) =>
        new(session, answer.Verdict) { ChallengeId = answer.ChallengeId };
}
