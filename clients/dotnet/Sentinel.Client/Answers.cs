namespace Sentinel.Client;

/// <summary>What to do with an action; ordered from permissive to strict.</summary>
public enum Decision
{
    /// <summary>Run the action.</summary>
    Allow,

    /// <summary>Ask the person to prove who they are, then report the outcome.</summary>
    Challenge,

    /// <summary>Refuse: positive evidence of a bot, a strike or a ban.</summary>
    Block,
}

/// <summary>How much an action could cost.</summary>
public enum Sensitivity
{
    /// <summary>Browsing.</summary>
    Low,

    /// <summary>Everyday actions.</summary>
    Medium,

    /// <summary>Money, credentials, personal data.</summary>
    High,
}

/// <summary>How far the verification of a session has come.</summary>
public enum Phase
{
    /// <summary>Too little behaviour was judged.</summary>
    ColdStart,

    /// <summary>Some behaviour was judged.</summary>
    Verifying,

    /// <summary>Enough behaviour was judged, and trust is high.</summary>
    Trusted,
}

/// <summary>One line of an explanation.</summary>
/// <param name="Code">Stable name, such as <c>pattern.metronomic_cadence</c>.</param>
/// <param name="Weight">Nats; positive is evidence for a bot or an impostor, negative for the user.</param>
/// <param name="Confidence">0..1.</param>
public sealed record Reason(string Code, double Weight, double Confidence);

/// <summary>The answer to an evaluation or to a reported challenge.</summary>
public sealed record TrustDecision
{
    /// <summary>Names the decision in Sentinel's audit; empty if Sentinel did not answer.</summary>
    public Guid DecisionId { get; init; }

    /// <summary>What to do.</summary>
    public required Decision Decision { get; init; }

    /// <summary>
    /// The result is unknown: Sentinel or its hot state did not answer, or Sentinel refused the key. <see cref="Decision"/> is the
    /// fallback, or BLOCK if the session was blocked when its state was last read.
    /// </summary>
    public bool Degraded { get; init; }

    /// <summary>
    /// A HIGH action was not decided, because too many requests of its session are in progress. Ask again in a second, and do not allow it
    /// on other proof. <see cref="Degraded"/> is also true.
    /// </summary>
    public bool TryAgain { get; init; }

    /// <summary>The agent that was declared when the session was opened; null for people.</summary>
    public string? DeclaredAgent { get; init; }

    /// <summary>0..1; null when degraded.</summary>
    public double? Trust { get; init; }

    /// <summary>Posterior probability of a bot, 0..1; null when degraded.</summary>
    public double? Risk { get; init; }

    /// <summary>Null when degraded.</summary>
    public Phase? Phase { get; init; }

    /// <summary>At most four, the largest weight first.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>
    /// The challenge to report with <see cref="SentinelClient.ReportChallengeAsync(string, Guid, bool, string, CancellationToken)"/>; null
    /// on ALLOW and when degraded. The site alone decides the outcome of a CHALLENGE without one.
    /// </summary>
    public Guid? ChallengeId { get; init; }
}

/// <summary>A session of a user who has just logged in.</summary>
/// <param name="SessionId">
/// Store it with the user's own session: every evaluation needs it. It expires 30 minutes after its last input or evaluation; then open
/// another.
/// </param>
/// <param name="IngestToken">Give it to the page. The browser SDK can only send batches of this session with it.</param>
/// <param name="ExpiresAt">When the token expires, UTC, even if the session is in use: then open another session.</param>
/// <param name="Decision">The current decision for a MEDIUM action.</param>
/// <param name="Degraded">Hot state did not answer; the first batch creates the session.</param>
public sealed record OpenedSession(string SessionId, string IngestToken, DateTimeOffset ExpiresAt, Decision Decision, bool Degraded)
{
    /// <summary>The agent as declared; null for people.</summary>
    public string? DeclaredAgent { get; init; }
}

/// <summary>The current state of a session.</summary>
/// <param name="Decision">The current decision for a MEDIUM action.</param>
/// <param name="Trust">0..1, decayed to now.</param>
/// <param name="Risk">Posterior probability of a bot, 0..1.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="Ended">True if it accepts no more input.</param>
/// <param name="Windows">Units of behaviour that were judged.</param>
/// <param name="Reasons">Reasons of the last result, the largest weight first.</param>
public sealed record SessionView(
    Decision Decision,
    double Trust,
    double Risk,
    Phase Phase,
    bool Ended,
    int Windows,
    IReadOnlyList<Reason> Reasons
);
