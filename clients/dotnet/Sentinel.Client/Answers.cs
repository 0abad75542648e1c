namespace Sentinel.Client;

/// <summary>What to do with an action; ordered from permissive to strict.</summary>
public enum Decision
{
    /// <summary>Go on.</summary>
    Allow,

    /// <summary>Ask the person to prove who they are, then report the outcome.</summary>
    Challenge,

    /// <summary>Refuse: positive evidence of a bot or an impostor, or a ban.</summary>
    Block,
}

/// <summary>How much an action could cost.</summary>
public enum Sensitivity
{
    /// <summary>Looking around.</summary>
    Low,

    /// <summary>Everyday actions.</summary>
    Medium,

    /// <summary>Money, credentials, personal data.</summary>
    High,
}

/// <summary>How far a session has come.</summary>
public enum Phase
{
    /// <summary>Nothing was judged yet.</summary>
    ColdStart,

    /// <summary>Some behaviour was judged.</summary>
    Verifying,

    /// <summary>Enough behaviour was judged, and it speaks for the person.</summary>
    Trusted,
}

/// <summary>Why: one line of an explanation.</summary>
/// <param name="Code">Stable name, such as <c>pattern.metronomic_cadence</c>.</param>
/// <param name="Weight">Nats; positive speaks for a bot or impostor, negative for the person.</param>
/// <param name="Confidence">0..1.</param>
public sealed record Reason(string Code, double Weight, double Confidence);

/// <summary>An answer about one action, or after a reported step-up.</summary>
public sealed record TrustDecision
{
    /// <summary>Names the decision in Sentinel's audit; empty when Sentinel could not be asked.</summary>
    public Guid DecisionId { get; init; }

    /// <summary>What to do.</summary>
    public required Decision Decision { get; init; }

    /// <summary>
    /// Nothing is known: Sentinel, or its hot state, is away or refuses the key. <see cref="Decision"/> is the fallback; or BLOCK, where
    /// the session stood there when hot state was last heard of.
    /// </summary>
    public bool Degraded { get; init; }

    /// <summary>
    /// An action of HIGH sensitivity was not decided, because the session had too much under way at once: ask again in a second, and let it
    /// pass on no other proof. <see cref="Degraded"/> is true then.
    /// </summary>
    public bool TryAgain { get; init; }

    /// <summary>0..1; null when degraded.</summary>
    public double? Trust { get; init; }

    /// <summary>Posterior probability of a bot, 0..1; null when degraded.</summary>
    public double? Risk { get; init; }

    /// <summary>Null when degraded.</summary>
    public Phase? Phase { get; init; }

    /// <summary>The heaviest first, at most four.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>
    /// The step-up to report by <see cref="SentinelClient.ReportChallengeAsync"/>; null on ALLOW and when degraded: of a CHALLENGE without
    /// one, the outcome is the site's alone.
    /// </summary>
    public Guid? ChallengeId { get; init; }
}

/// <summary>A session of a user who has just logged in.</summary>
/// <param name="SessionId">Keep it with the user's own session: every evaluation names it.</param>
/// <param name="IngestToken">Hand it to the page: the browser SDK sends with it, and can do nothing else.</param>
/// <param name="ExpiresAt">When the token expires, UTC.</param>
/// <param name="Decision">What an action of MEDIUM sensitivity would be answered now.</param>
/// <param name="Degraded">Hot state is away: the first batch will create the session.</param>
public sealed record OpenedSession(string SessionId, string IngestToken, DateTimeOffset ExpiresAt, Decision Decision, bool Degraded);

/// <summary>A session as it stands.</summary>
/// <param name="Decision">What an action of MEDIUM sensitivity would be answered now.</param>
/// <param name="Trust">0..1, decayed to now.</param>
/// <param name="Risk">Posterior probability of a bot, 0..1.</param>
/// <param name="Phase">How far it has come.</param>
/// <param name="Ended">It takes nothing any more.</param>
/// <param name="Windows">Pieces of behaviour that were judged.</param>
/// <param name="Reasons">Of what was judged last, the heaviest first.</param>
public sealed record SessionView(
    Decision Decision,
    double Trust,
    double Risk,
    Phase Phase,
    bool Ended,
    int Windows,
    IReadOnlyList<Reason> Reasons
);
