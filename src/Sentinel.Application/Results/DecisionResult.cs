using Sentinel.Application.Sessions.Records;
using Sentinel.Domain.Sessions;
using Sentinel.Domain.Trust;

namespace Sentinel.Application.Results;

/// <summary>The answer to a batch or an evaluation.</summary>
/// <param name="Session">The session.</param>
/// <param name="Verdict">What was decided.</param>
public sealed record DecisionResult(SessionId Session, Verdict Verdict)
{
    public Guid DecisionId => Verdict.DecisionId;

    public Decision Decision => Verdict.Decision;

    /// <summary>Hot state was unavailable: nothing was scored, and the caller should send the request again.</summary>
    public bool Degraded => Verdict.Scores is null;

    /// <summary>The session's agent, as the site declared it at the opening; empty for people.</summary>
    public string DeclaredAgent { get; init; } = "";

    public string Stream { get; init; } = "";

    public long Sequence { get; init; }

    /// <summary>The challenge to report, when an evaluation answers CHALLENGE.</summary>
    public Guid? ChallengeId { get; init; }

    /// <summary>Restores the answer stored under an idempotency key.</summary>
    public static DecisionResult Of(SessionId session, IdempotentAnswer answer) =>
        new(session, answer.Verdict) { ChallengeId = answer.ChallengeId, DeclaredAgent = answer.DeclaredAgent };
}
