namespace Sentinel.Domain.Sessions;

/// <summary>The outcome of a challenge.</summary>
public enum ChallengeOutcome : byte { Pending, Passed, Failed }

/// <summary>A challenge that an evaluation issued.</summary>
/// <param name="Id">A random id.</param>
/// <param name="IssuedAt">When it was issued, server time.</param>
/// <param name="Outcome">The reported outcome.</param>
public readonly record struct Challenge(Guid Id, DateTimeOffset IssuedAt, ChallengeOutcome Outcome)
{
    /// <summary>Whether its outcome may still be reported.</summary>
    public bool IsAwaited(DateTimeOffset now, Trust.Policy policy) =>
        Outcome == ChallengeOutcome.Pending && now - IssuedAt <= policy.ChallengeLifetime;

    /// <summary>Whether it was passed, and this was between its issue and the report.</summary>
    public bool Covers(DateTimeOffset time) => Outcome == ChallengeOutcome.Passed && time > IssuedAt && time < ReportedAt;

    /// <summary>When the outcome was reported; with <see cref="ReportedBy"/> it gives the decision id for repeated reports.</summary>
    public DateTimeOffset ReportedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The commit number of the report; 0 while the challenge is pending.</summary>
    public long ReportedBy { get; init; }
}
