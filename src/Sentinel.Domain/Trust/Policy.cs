using Sentinel.Domain.Detection;

namespace Sentinel.Domain.Trust;

/// <summary>
/// Every threshold of the trust rules. Immutable; the defaults are the preset <c>default</c>. Probabilities and trust are 0..1, evidence is
/// in nats.
/// </summary>
public sealed record Policy
{
    /// <summary>A hundred years.</summary>
    public const int MostAuditDays = 36_500;

    private const double Day = 86_400;

    public static readonly Policy Default = new();

    /// <summary>Like <see cref="Default"/>, but actions of MEDIUM sensitivity are challenged in COLD_START.</summary>
    public static readonly Policy ZeroTrust = new() { Name = "zero-trust", Version = 2, ChallengeColdStart = true };

    /// <summary>Like <see cref="Default"/>, but HIGH does not need a proof of identity: who seems human is enough.</summary>
    public static readonly Policy LowFriction = new() { Name = "low-friction", Version = 3, HighNeedsIdentity = false };

    public string Name { get; init; } = "default";

    /// <summary>Written into every verdict.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What the tenant's lists say about the call that is decided by this policy; nothing in the policy of all calls.</summary>
    public Listing Listed { get; init; }

    /// <summary>Initial trust of a session without carry-over; trust decays towards it.</summary>
    [Within(0.1, 0.9)]
    public double InitialTrust { get; init; } = 0.5;

    /// <summary>Share of the carry-over, relative to the initial trust, in a new session.</summary>
    [Within(0, 1)]
    public double CarryOverShare { get; init; } = 0.4;

    /// <summary>Minimum initial trust by carry-over: low enough for CHALLENGE, never BLOCK.</summary>
    [Within(0, 0.5)]
    public double CarryOverFloor { get; init; } = 0.3;

    /// <summary>Maximum initial trust by carry-over; below <see cref="TrustedEntry"/>, so that TRUSTED needs new evidence.</summary>
    [Within(0.3, 0.9)]
    public double CarryOverCeiling { get; init; } = 0.58;

    /// <summary>Maximum move of trust towards 1 by one window, as a share of the distance.</summary>
    [Within(0, 1)]
    public double RisePerWindow { get; init; } = 0.12;

    /// <summary>
    /// Maximum move of trust towards 0 by one window's own evidence, as a share of the distance. Trust also falls to what the accumulated
    /// evidence leaves.
    /// </summary>
    [Within(0, 1)]
    public double FallPerWindow { get; init; } = 0.35;

    /// <summary>Maximum rise of trust in 10 s of earned time.</summary>
    [Within(0, 1)]
    public double RisePerTenSeconds { get; init; } = 0.10;

    /// <summary>Maximum fall of trust in 10 s of earned time.</summary>
    [Within(0, 1)]
    public double FallPerTenSeconds { get; init; } = 0.45;

    /// <summary>Prior probability of a bot.</summary>
    [Within(0.0001, 0.5)]
    public double BotPrior { get; init; } = 0.05;

    /// <summary>Posterior probability of a bot at which a session is blocked: with the prior, 5 nats of accumulated evidence.</summary>
    [Within(0.5, 0.9999)]
    public double BlockRisk { get; init; } = 0.8865;

    /// <summary>Maximum evidence for the person from one window, nats.</summary>
    [Within(0.01, 5)]
    public double MaxCreditPerWindow { get; init; } = 0.6;

    /// <summary>Maximum evidence for a bot from one window, nats; too low to block, so that no single window blocks.</summary>
    [Within(0.01, 10)]
    public double MaxBlamePerWindow { get; init; } = 3;

    /// <summary>Maximum fall of the bot log odds in 10 s of earned time, nats.</summary>
    [Within(0, 10)]
    public double ReliefPerTenSeconds { get; init; } = 1.5;

    /// <summary>
    /// Maximum evidence for a bot from one group of aspects, nats: too low to block (5 nats), so that no group blocks alone.
    /// </summary>
    [Within(0.5, 10)]
    public double MaxBotLogOddsPerGroup { get; init; } = 3.5;

    /// <summary>Lower caps of single groups.</summary>
    public GroupCaps GroupCaps { get; init; }

    /// <summary>By how much the evidence of single detectors counts more or less than calibrated.</summary>
    public DetectorWeights Weights { get; init; } = DetectorWeights.AsCalibrated;

    /// <summary>What single actions need beside their sensitivity.</summary>
    public ActionRules Actions { get; init; } = ActionRules.None;

    /// <summary>What declared agents get. An agent without a rule is decided as a person is.</summary>
    public AgentRules Agents { get; init; } = AgentRules.None;

    /// <summary>
    /// Evidence for a bot, nats, at which trust rises only through windows that can relieve it: a person's typing does not make up for a
    /// script's pointer.
    /// </summary>
    [Within(0, 10)]
    public double SuspicionNats { get; init; } = 1;

    /// <summary>How long a group of aspects that spoke before a passed challenge does not lower trust on that device.</summary>
    [Within(0, 30 * Day)]
    public TimeSpan ExcuseLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Maximum carried bot log odds, nats: half of what blocks, so that a block needs new evidence.</summary>
    [Within(0, 10)]
    public double MaxCarriedBotLogOdds { get; init; } = 2.5;

    /// <summary>Half-life of the carried bot log odds.</summary>
    [Within(60, 30 * Day)]
    public TimeSpan BotLogOddsHalfLife { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long sketches of input are kept to find it when it is played again.</summary>
    [Within(3600, 365 * Day)]
    public TimeSpan SketchLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Prior probability of an impostor.</summary>
    [Within(0.0001, 0.5)]
    public double ImpostorPrior { get; init; } = 0.08;

    /// <summary>Maximum evidence for or against an impostor from one window, nats.</summary>
    [Within(0, 10)]
    public double MaxIdentityPerWindow { get; init; } = 1.5;

    /// <summary>Maximum impostor log odds, nats, so that the user can recover.</summary>
    [Within(0, 20)]
    public double MaxImpostorLogOdds { get; init; } = 5;

    /// <summary>
    /// Minimum impostor log odds, as positive nats: the credit that evidence must exceed when an attacker takes over a recognised session.
    /// </summary>
    [Within(0, 10)]
    public double MaxFamiliarLogOdds { get; init; } = 1.5;

    /// <summary>Share of impostor evidence that counts while a passed challenge is valid.</summary>
    [Within(0, 1)]
    public double ImpostorShareAfterPass { get; init; } = 0.25;

    /// <summary>Batches and evaluations of one session that are accepted per second in the long run.</summary>
    [Within(0.1, 1000)]
    public double CommitsPerSecond { get; init; } = 20;

    /// <summary>Maximum number of batches accepted at once, after a rest.</summary>
    [Within(1, 100000)]
    public double CommitBurst { get; init; } = 400;

    /// <summary>
    /// Maximum number of evaluations accepted at once. They share the bucket; the higher limit leaves room for the back end.
    /// </summary>
    [Within(1, 100000)]
    public double EvaluationBurst { get; init; } = 800;

    /// <summary>
    /// Sessions that one user may open per second in the long run, on unknown devices. Known devices have no limit, so an attacker cannot
    /// lock the user out.
    /// </summary>
    [Within(0.001, 1000)]
    public double OpeningsPerSecond { get; init; } = 0.5;

    /// <summary>Maximum number of such openings at once, after a rest.</summary>
    [Within(1, 100000)]
    public double OpeningBurst { get; init; } = 60;

    /// <summary>Evidence mass at which COLD_START ends.</summary>
    [Within(0, 100)]
    public double VerifyingMass { get; init; } = 1;

    [Within(0, 10000)]
    public int TrustedWindows { get; init; } = 8;

    [Within(0, 10000)]
    public int TrustedBatches { get; init; } = 3;

    /// <summary>Minimum server time since the opening for TRUSTED.</summary>
    [Within(0, 3600)]
    public TimeSpan TrustedAge { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Minimum evidence mass for TRUSTED.</summary>
    [Within(0, 1000)]
    public double TrustedMass { get; init; } = 4;

    /// <summary>Minimum trust to become TRUSTED.</summary>
    [Within(0, 1)]
    public double TrustedEntry { get; init; } = 0.6;

    /// <summary>Trust below which TRUSTED returns to VERIFYING.</summary>
    [Within(0, 1)]
    public double TrustedExit { get; init; } = 0.5;

    /// <summary>Trust below which an action of MEDIUM sensitivity is challenged.</summary>
    [Within(0.05, 0.95)]
    public double MediumThreshold { get; init; } = 0.4;

    /// <summary>Trust below which an action of HIGH sensitivity is challenged.</summary>
    [Within(0.05, 0.99)]
    public double HighThreshold { get; init; } = 0.65;

    /// <summary>HIGH is allowed only on evidence younger than this.</summary>
    [Within(5, 3600)]
    public TimeSpan HighFreshness { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Whether HIGH is allowed only to users whose identity is proven (all presets but <c>low-friction</c>).</summary>
    public bool HighNeedsIdentity { get; init; } = true;

    /// <summary>Evidence against an impostor, as positive nats, at which the user is recognised.</summary>
    [Within(0, 10)]
    public double RecognizedLogOdds { get; init; } = 1.25;

    /// <summary>Minimum number of windows with evidence for or against an impostor at which the user is recognised.</summary>
    [Within(0, 1000)]
    public int RecognizedWindows { get; init; } = 4;

    /// <summary>How long a passed challenge proves who the user of the device is.</summary>
    [Within(0, 365 * Day)]
    public TimeSpan PassProvesDeviceFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether MEDIUM is challenged in COLD_START (the preset <c>zero-trust</c>).</summary>
    public bool ChallengeColdStart { get; init; }

    [Within(60, 30 * Day)]
    public TimeSpan StrikeLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The number of failed challenges of a user on one device that block.</summary>
    [Within(1, 100)]
    public int StrikesToBlock { get; init; } = 3;

    [Within(60, Day)]
    public TimeSpan ChallengeLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a passed challenge allows HIGH.</summary>
    [Within(0, Day)]
    public TimeSpan ChallengeValidity { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Minimum trust after a passed challenge.</summary>
    [Within(0, 1)]
    public double TrustAfterPass { get; init; } = 0.6;

    /// <summary>Maximum trust of a session whose input another account had before.</summary>
    [Within(0, 1)]
    public double TrustAfterSharedInput { get; init; } = 0.3;

    /// <summary>Maximum trust after a failed challenge.</summary>
    [Within(0, 1)]
    public double TrustAfterFailure { get; init; } = 0.3;

    /// <summary>Risk from which nothing is used for training.</summary>
    [Within(0, 1)]
    public double LearningRisk { get; init; } = 0.2;

    /// <summary>Allowed batches in a row before windows are used for training without quarantine.</summary>
    [Within(0, 255)]
    public int LearningAllows { get; init; } = 3;

    /// <summary>Impostor log odds, nats, from which windows are quarantined, unless a challenge was passed.</summary>
    [Within(-10, 10)]
    public double LearningImpostorLogOdds { get; init; } = 0.25;

    /// <summary>Idle time before trust begins to decay.</summary>
    [Within(0, Day)]
    public TimeSpan DecayGrace { get; init; } = TimeSpan.FromMinutes(2);

    [Within(1, 30 * Day)]
    public TimeSpan DecayHalfLife { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How far earned time may exceed server time.</summary>
    [Within(0, 600)]
    public TimeSpan TimeGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a session lasts without a write.</summary>
    [Within(60, Day)]
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an ingest token is valid.</summary>
    [Within(60, 7 * Day)]
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>
    /// How many days the tenant's audit is kept; 0 for as long as the installation's settings say. An installation may set the fewest days
    /// that a policy can ask for.
    /// </summary>
    [Within(0, MostAuditDays)]
    public int AuditRetentionDays { get; init; }

    /// <summary>This policy for a call of which the tenant's lists say something.</summary>
    public Policy Under(in Listing listing) => this with
    {
        Listed = listing,
        Weights = listing.Snoozed.IsEmpty ? Weights : Weights.Without(listing.Snoozed.Codes()),
    };

    /// <summary>
    /// What the tenant's lists say of a call: they deny if a denying reason is among these and counts. A reason without weight does not,
    /// and so neither one that is snoozed.
    /// </summary>
    /// <param name="against">The reasons that speak against the user.</param>
    public Listing Given(ReasonSet against)
    {
        var denying = Listed.Denying & against;
        return !denying.IsEmpty && denying.Codes().Any(code => Weights.Of(code) > 0) ? Listed with { Denies = true } : Listed;
    }

    /// <summary>The most evidence for a bot that counts from this group, nats.</summary>
    public double CapOf(EvidenceGroup group) => Math.Min(MaxBotLogOddsPerGroup, GroupCaps.Of(group));

    /// <summary>The evidence for a bot at which a session is blocked, nats.</summary>
    public double BlockNats => Math.Log(BlockRisk / (1 - BlockRisk)) - Math.Log(BotPrior / (1 - BotPrior));
}
