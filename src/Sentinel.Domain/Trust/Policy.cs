namespace Sentinel.Domain.Trust;

/// <summary>
/// Every threshold of the trust rules. Immutable; the defaults are the preset <c>default</c>. Probabilities and trust are 0..1, evidence is
/// in nats.
/// </summary>
public sealed record Policy
{
    public static readonly Policy Default = new();

    /// <summary>Like <see cref="Default"/>, but actions of MEDIUM sensitivity are challenged in COLD_START.</summary>
    public static readonly Policy ZeroTrust = new() { Name = "zero-trust", Version = 2, ChallengeColdStart = true };

    /// <summary>Like <see cref="Default"/>, but HIGH does not need a proof of identity: who seems human is enough.</summary>
    public static readonly Policy LowFriction = new() { Name = "low-friction", Version = 3, HighNeedsIdentity = false };

    public string Name { get; init; } = "default";

    /// <summary>Written into every verdict.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Initial trust of a session without carry-over; trust decays towards it.</summary>
    public double InitialTrust { get; init; } = 0.5;

    /// <summary>Share of the carry-over, relative to the initial trust, in a new session.</summary>
    public double CarryOverShare { get; init; } = 0.4;

    /// <summary>Minimum initial trust by carry-over: low enough for CHALLENGE, never BLOCK.</summary>
    public double CarryOverFloor { get; init; } = 0.3;

    /// <summary>Maximum initial trust by carry-over; below <see cref="TrustedEntry"/>, so that TRUSTED needs new evidence.</summary>
    public double CarryOverCeiling { get; init; } = 0.58;

    /// <summary>Maximum move of trust towards 1 by one window, as a share of the distance.</summary>
    public double RisePerWindow { get; init; } = 0.12;

    /// <summary>
    /// Maximum move of trust towards 0 by one window's own evidence, as a share of the distance. Trust also falls to what the accumulated
    /// evidence leaves.
    /// </summary>
    public double FallPerWindow { get; init; } = 0.35;

    /// <summary>Maximum rise of trust in 10 s of earned time.</summary>
    public double RisePerTenSeconds { get; init; } = 0.10;

    /// <summary>Maximum fall of trust in 10 s of earned time.</summary>
    public double FallPerTenSeconds { get; init; } = 0.45;

    /// <summary>Prior probability of a bot.</summary>
    public double BotPrior { get; init; } = 0.05;

    /// <summary>Posterior probability of a bot at which a session is blocked: with the prior, 5 nats of accumulated evidence.</summary>
    public double BlockRisk { get; init; } = 0.8865;

    /// <summary>Maximum evidence for the person from one window, nats.</summary>
    public double MaxCreditPerWindow { get; init; } = 0.6;

    /// <summary>Maximum evidence for a bot from one window, nats; too low to block, so that no single window blocks.</summary>
    public double MaxBlamePerWindow { get; init; } = 3;

    /// <summary>Maximum fall of the bot log odds in 10 s of earned time, nats.</summary>
    public double ReliefPerTenSeconds { get; init; } = 1.5;

    /// <summary>
    /// Maximum evidence for a bot from one group of aspects, nats: too low to block (5 nats), so that no group blocks alone.
    /// </summary>
    public double MaxBotLogOddsPerGroup { get; init; } = 3.5;

    /// <summary>
    /// Evidence for a bot, nats, at which trust rises only through windows that can relieve it: a person's typing does not make up for a
    /// script's pointer.
    /// </summary>
    public double SuspicionNats { get; init; } = 1;

    /// <summary>How long a group of aspects that spoke before a passed challenge does not lower trust on that device.</summary>
    public TimeSpan ExcuseLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Maximum carried bot log odds, nats: half of what blocks, so that a block needs new evidence.</summary>
    public double MaxCarriedBotLogOdds { get; init; } = 2.5;

    /// <summary>Half-life of the carried bot log odds.</summary>
    public TimeSpan BotLogOddsHalfLife { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long sketches of input are kept to find it when it is played again.</summary>
    public TimeSpan SketchLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Prior probability of an impostor.</summary>
    public double ImpostorPrior { get; init; } = 0.08;

    /// <summary>Maximum evidence for or against an impostor from one window, nats.</summary>
    public double MaxIdentityPerWindow { get; init; } = 1.5;

    /// <summary>Maximum impostor log odds, nats, so that the user can recover.</summary>
    public double MaxImpostorLogOdds { get; init; } = 5;

    /// <summary>
    /// Minimum impostor log odds, as positive nats: the credit that evidence must exceed when an attacker takes over a recognised session.
    /// </summary>
    public double MaxFamiliarLogOdds { get; init; } = 1.5;

    /// <summary>Share of impostor evidence that counts while a passed challenge is valid.</summary>
    public double ImpostorShareAfterPass { get; init; } = 0.25;

    /// <summary>Batches and evaluations of one session that are accepted per second in the long run.</summary>
    public double CommitsPerSecond { get; init; } = 20;

    /// <summary>Maximum number of batches accepted at once, after a rest.</summary>
    public double CommitBurst { get; init; } = 400;

    /// <summary>
    /// Maximum number of evaluations accepted at once. They share the bucket; the higher limit leaves room for the back end.
    /// </summary>
    public double EvaluationBurst { get; init; } = 800;

    /// <summary>
    /// Sessions that one user may open per second in the long run, on unknown devices. Known devices have no limit, so an attacker cannot
    /// lock the user out.
    /// </summary>
    public double OpeningsPerSecond { get; init; } = 0.5;

    /// <summary>Maximum number of such openings at once, after a rest.</summary>
    public double OpeningBurst { get; init; } = 60;

    /// <summary>Evidence mass at which COLD_START ends.</summary>
    public double VerifyingMass { get; init; } = 1;

    public int TrustedWindows { get; init; } = 8;

    public int TrustedBatches { get; init; } = 3;

    /// <summary>Minimum server time since the opening for TRUSTED.</summary>
    public TimeSpan TrustedAge { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Minimum evidence mass for TRUSTED.</summary>
    public double TrustedMass { get; init; } = 4;

    /// <summary>Minimum trust to become TRUSTED.</summary>
    public double TrustedEntry { get; init; } = 0.6;

    /// <summary>Trust below which TRUSTED returns to VERIFYING.</summary>
    public double TrustedExit { get; init; } = 0.5;

    /// <summary>Trust below which an action of MEDIUM sensitivity is challenged.</summary>
    public double MediumThreshold { get; init; } = 0.4;

    /// <summary>Trust below which an action of HIGH sensitivity is challenged.</summary>
    public double HighThreshold { get; init; } = 0.65;

    /// <summary>HIGH is allowed only on evidence younger than this.</summary>
    public TimeSpan HighFreshness { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Whether HIGH is allowed only to users whose identity is proven (all presets but <c>low-friction</c>).</summary>
    public bool HighNeedsIdentity { get; init; } = true;

    /// <summary>Evidence against an impostor, as positive nats, at which the user is recognised.</summary>
    public double RecognizedLogOdds { get; init; } = 1.25;

    /// <summary>Minimum number of windows with evidence for or against an impostor at which the user is recognised.</summary>
    public int RecognizedWindows { get; init; } = 4;

    /// <summary>How long a passed challenge proves who the user of the device is.</summary>
    public TimeSpan PassProvesDeviceFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether MEDIUM is challenged in COLD_START (the preset <c>zero-trust</c>).</summary>
    public bool ChallengeColdStart { get; init; }

    public TimeSpan StrikeLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The number of failed challenges of a user on one device that block.</summary>
    public int StrikesToBlock { get; init; } = 3;

    public TimeSpan ChallengeLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a passed challenge allows HIGH.</summary>
    public TimeSpan ChallengeValidity { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Minimum trust after a passed challenge.</summary>
    public double TrustAfterPass { get; init; } = 0.6;

    /// <summary>Maximum trust of a session whose input another account had before.</summary>
    public double TrustAfterSharedInput { get; init; } = 0.3;

    /// <summary>Maximum trust after a failed challenge.</summary>
    public double TrustAfterFailure { get; init; } = 0.3;

    /// <summary>Risk from which nothing is used for training.</summary>
    public double LearningRisk { get; init; } = 0.2;

    /// <summary>Allowed batches in a row before windows are used for training without quarantine.</summary>
    public int LearningAllows { get; init; } = 3;

    /// <summary>Impostor log odds, nats, from which windows are quarantined, unless a challenge was passed.</summary>
    public double LearningImpostorLogOdds { get; init; } = 0.25;

    /// <summary>Idle time before trust begins to decay.</summary>
    public TimeSpan DecayGrace { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan DecayHalfLife { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How far earned time may exceed server time.</summary>
    public TimeSpan TimeGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a session lasts without a write.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an ingest token is valid.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(12);
}
