namespace Sentinel.Domain.Sessions;

/// <summary>How a step-up ended.</summary>
public enum ChallengeOutcome : byte { Pending, Passed, Failed }

/// <summary>A step-up that an evaluation asked for.</summary>
/// <param name="Id">Random.</param>
/// <param name="IssuedAt">Server time.</param>
/// <param name="Outcome">What was reported.</param>
public readonly record struct Challenge(Guid Id, DateTimeOffset IssuedAt, ChallengeOutcome Outcome)
{
    /// <summary>
    /// When the outcome was reported; with <see cref="ReportedBy"/> it gives the decision that a repeated report is answered with.
    /// </summary>
    public DateTimeOffset ReportedAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The number of the commit that reported it; 0 while it is pending.</summary>
    public long ReportedBy { get; init; }
}
