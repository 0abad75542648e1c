using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions.Records;

/// <summary>What an <c>Idempotency-Key</c> stands for.</summary>
/// <param name="Name">Hash of the key; it counts within its session.</param>
/// <param name="Content">Hash of what was asked: the key is good for that alone.</param>
public sealed record IdempotencyKey(UInt128 Name, UInt128 Content)
{
    /// <summary>How many answers of a session are kept; they go together, 24 h after the last.</summary>
    public const int MaxPerSession = 1_000;

    /// <summary>How long an answer is kept at least.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
}

/// <summary>The answer that was committed under an idempotency key.</summary>
/// <param name="Content">Hash of what was asked then.</param>
/// <param name="ChallengeId">The step-up that the answer named; null for none.</param>
/// <param name="Verdict">The decision.</param>
public sealed record IdempotentAnswer(UInt128 Content, Guid? ChallengeId, Verdict Verdict);
