using Sentinel.Domain.Trust;

namespace Sentinel.Application.Sessions.Records;

/// <summary>An <c>Idempotency-Key</c> with the request that it identifies.</summary>
/// <param name="Name">Hash of the key; it is unique within its session.</param>
/// <param name="Content">Hash of the request; the key is valid only for this request.</param>
public sealed record IdempotencyKey(UInt128 Name, UInt128 Content)
{
    /// <summary>Maximum number of stored answers of a session; they expire together, 24 h after the last.</summary>
    public const int MaxPerSession = 1_000;

    /// <summary>The minimum time for which an answer is stored.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
}

/// <summary>The answer that was committed under an idempotency key.</summary>
/// <param name="Content">Hash of the request.</param>
/// <param name="ChallengeId">The challenge that the answer named; null for none.</param>
/// <param name="Verdict">The decision.</param>
/// <param name="DeclaredAgent">The session's agent; empty for people.</param>
public sealed record IdempotentAnswer(UInt128 Content, Guid? ChallengeId, Verdict Verdict, string DeclaredAgent = "");
