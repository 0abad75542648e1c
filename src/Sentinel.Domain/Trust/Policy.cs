namespace Sentinel.Domain.Trust;

/// <summary>
/// Every threshold of the trust rules. Immutable; the defaults are the preset <c>default</c>. Probabilities and trust are 0..1, evidence is
/// in nats.
/// </summary>
public sealed record Policy
{
    public static readonly Policy Default = new();

    /// <summary>As <see cref="Default"/>, but an action of MEDIUM sensitivity is challenged until the session has been verified.</summary>
    public static readonly Policy ZeroTrust = new() { Name = "zero-trust", Version = 2, ChallengeColdStart = true };

    public string Name { get; init; } = "default";

    /// <summary>Written into every verdict.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Where a session starts whose user brings nothing along, and where decay leads.</summary>
    public double InitialTrust { get; init; } = 0.5;

    /// <summary>Share of a user's carry-over that a new session starts with.</summary>
    public double CarryOverShare { get; init; } = 0.4;

    /// <summary>Lowest start by carry-over: low enough for a CHALLENGE, never a BLOCK.</summary>
    public double CarryOverFloor { get; init; } = 0.3;

    /// <summary>Highest start by carry-over; below <see cref="TrustedEntry"/>, so that nobody is trusted without new evidence.</summary>
    public double CarryOverCeiling { get; init; } = 0.58;

    /// <summary>How far one window can move trust towards 1, as a share of the way.</summary>
    public double RisePerWindow { get; init; } = 0.12;

    /// <summary>How far one window can move trust towards 0, as a share of the way.</summary>
    public double FallPerWindow { get; init; } = 0.35;

    /// <summary>How much trust can rise in 10 s of earned time.</summary>
    public double RisePerTenSeconds { get; init; } = 0.10;

    /// <summary>How much trust can fall in 10 s of earned time.</summary>
    public double FallPerTenSeconds { get; init; } = 0.45;

    /// <summary>Prior probability that a bot sits behind a session.</summary>
    public double BotPrior { get; init; } = 0.05;

    /// <summary>Posterior probability of a bot at which a session is blocked: with the prior, 5 nats of accumulated evidence.</summary>
    public double BlockRisk { get; init; } = 0.8865;

    /// <summary>Most nats that one window can speak for the person.</summary>
    public double MaxCreditPerWindow { get; init; } = 0.6;

    /// <summary>Most nats that one window can speak for a bot; under what blocks, so that no single window does.</summary>
    public double MaxBlamePerWindow { get; init; } = 3;

    /// <summary>Nats by which the bot log odds can fall in 10 s of earned time.</summary>
    public double ReliefPerTenSeconds { get; init; } = 1.5;

    /// <summary>
    /// Most nats of bot log odds that a session starts with from the user's earlier ones: half of what blocks, so that it takes new
    /// evidence.
    /// </summary>
    public double MaxCarriedBotLogOdds { get; init; } = 2.5;

    /// <summary>Time in which half of it is forgotten.</summary>
    public TimeSpan BotLogOddsHalfLife { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Prior probability that somebody else than the user sits behind a session.</summary>
    public double ImpostorPrior { get; init; } = 0.08;

    /// <summary>Most nats that one window can speak for or against the user.</summary>
    public double MaxIdentityPerWindow { get; init; } = 1.5;

    /// <summary>Most nats that impostor evidence can reach, so that the user can win it back.</summary>
    public double MaxImpostorLogOdds { get; init; } = 5;

    /// <summary>
    /// Most nats by which a session can be familiar: what a hijacker has to make good before anything speaks for an impostor.
    /// </summary>
    public double MaxFamiliarLogOdds { get; init; } = 1.5;

    /// <summary>
    /// Part of what speaks against the user that counts while a passed challenge is valid: it has answered what the baseline holds against
    /// the user.
    /// </summary>
    public double ImpostorShareAfterPass { get; init; } = 0.25;

    /// <summary>Batches and evaluations of one session that are taken a second, in the long run.</summary>
    public double CommitsPerSecond { get; init; } = 20;

    /// <summary>How many batches are taken at once, after a time of none.</summary>
    public double CommitBurst { get; init; } = 400;

    /// <summary>
    /// The same for evaluations, which share the bucket: whatever a browser sends, there is room for the back end's questions.
    /// </summary>
    public double EvaluationBurst { get; init; } = 800;

    /// <summary>
    /// Sessions that one user may open a second on devices where no challenge was passed, in the long run; on the others nobody can lock
    /// them out.
    /// </summary>
    public double OpeningsPerSecond { get; init; } = 0.5;

    /// <summary>How many of them at once, after a time of none.</summary>
    public double OpeningBurst { get; init; } = 60;

    /// <summary>Evidence mass at which COLD_START ends.</summary>
    public double VerifyingMass { get; init; } = 1;

    public int TrustedWindows { get; init; } = 8;

    public int TrustedBatches { get; init; } = 3;

    /// <summary>Server time since the session was opened.</summary>
    public TimeSpan TrustedAge { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Evidence mass without which nobody is TRUSTED, however many windows were seen.</summary>
    public double TrustedMass { get; init; } = 4;

    /// <summary>Trust at which VERIFYING becomes TRUSTED.</summary>
    public double TrustedEntry { get; init; } = 0.6;

    /// <summary>Trust under which TRUSTED falls back to VERIFYING.</summary>
    public double TrustedExit { get; init; } = 0.5;

    /// <summary>Trust under which an action of MEDIUM sensitivity is challenged.</summary>
    public double MediumThreshold { get; init; } = 0.4;

    /// <summary>Trust under which an action of HIGH sensitivity is challenged.</summary>
    public double HighThreshold { get; init; } = 0.65;

    /// <summary>HIGH is allowed only on evidence younger than this.</summary>
    public TimeSpan HighFreshness { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Whether MEDIUM is challenged in COLD_START (the preset <c>zero-trust</c>).</summary>
    public bool ChallengeColdStart { get; init; }

    public TimeSpan StrikeLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Strikes of one user on one device that block by themselves.</summary>
    public int StrikesToBlock { get; init; } = 3;

    public TimeSpan ChallengeLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a passed challenge opens HIGH in VERIFYING.</summary>
    public TimeSpan ChallengeValidity { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Trust after a passed challenge, at least.</summary>
    public double TrustAfterPass { get; init; } = 0.6;

    /// <summary>Trust after a failed challenge, at most.</summary>
    public double TrustAfterFailure { get; init; } = 0.3;

    /// <summary>The learning gate closes at this risk.</summary>
    public double LearningRisk { get; init; } = 0.2;

    /// <summary>Batches in a row that were allowed before anything is learnt.</summary>
    public int LearningAllows { get; init; } = 3;

    /// <summary>Nats of impostor evidence from which nothing is learnt, unless a challenge was passed.</summary>
    public double LearningImpostorLogOdds { get; init; } = 0.25;

    /// <summary>Idle time before trust begins to decay.</summary>
    public TimeSpan DecayGrace { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan DecayHalfLife { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How far client time may run ahead of server time.</summary>
    public TimeSpan TimeGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a session lives without a write.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an ingest token is good.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(12);
}
