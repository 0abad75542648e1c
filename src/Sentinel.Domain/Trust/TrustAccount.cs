using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Trust;

/// <summary>
/// What accumulates. <see cref="BotLogOdds"/> is a one-sided cumulative sum (Page 1954) of the fused log-likelihood ratios, floored at 0,
/// so that a bot which takes over from a person is noticed as fast as one that began the session; with the prior it gives the posterior
/// probability of a bot. <see cref="Trust"/> moves towards 1 or 0 by a bounded share per window and a bounded amount per 10 s of earned
/// time. Both depend on the windows alone, not on how they were cut into batches.
/// </summary>
public readonly record struct TrustAccount : IStored
{
    private const double TenSeconds = 10_000;

    /// <summary>0..1.</summary>
    public double Trust { get; init; }

    /// <summary>Accumulated nats for <em>bot</em>, ≥ 0.</summary>
    public double BotLogOdds { get; init; }

    /// <summary>
    /// Nats for <em>impostor</em>: a two-sided cumulative sum, bounded by the policy, so that a hijack of a session is noticed as one of
    /// its beginning is. Negative where the user was recognised.
    /// </summary>
    public double ImpostorLogOdds { get; init; }

    /// <summary>How much behaviour has been judged: windows weighted by confidence.</summary>
    public double Mass { get; init; }

    /// <summary>Windows of which any detector could say something.</summary>
    public int Windows { get; init; }

    /// <summary>Of them, those that could speak for the person.</summary>
    public int Conclusive { get; init; }

    /// <summary>What is left of the rise of these 10 s, and of the fall.</summary>
    public double RiseLeft { get; init; }

    public double FallLeft { get; init; }

    /// <summary>
    /// Nats by which the bot log odds may still fall in these 10 s: what was suspicious is not washed off by a burst of the harmless.
    /// </summary>
    public double ReliefLeft { get; init; }

    /// <summary>Earned session time in ms up to which both were refilled.</summary>
    public double RefilledAt { get; init; }

    public bool IsSound =>
        Trust is >= 0 and <= 1
        && double.IsFinite(BotLogOdds)
        && BotLogOdds >= 0
        && double.IsFinite(ImpostorLogOdds)
        && double.IsFinite(Mass)
        && Mass >= 0
        && Conclusive >= 0
        && Windows >= Conclusive
        && Windows < 1 << 30
        && double.IsFinite(RiseLeft)
        && double.IsFinite(FallLeft)
        && double.IsFinite(ReliefLeft)
        && double.IsFinite(RefilledAt);

    public static TrustAccount Open(double trust, Policy policy) =>
        new()
        {
            Trust = trust,
            RiseLeft = policy.RisePerTenSeconds,
            FallLeft = policy.FallPerTenSeconds,
            ReliefLeft = policy.ReliefPerTenSeconds,
        };

    /// <summary>The posterior probability of a bot, 0..1.</summary>
    public double Risk(Policy policy) => Sigmoid(Math.Log(policy.BotPrior / (1 - policy.BotPrior)) + BotLogOdds);

    /// <summary>The posterior probability that somebody else than the user is at work, 0..1.</summary>
    public double ImpostorRisk(Policy policy) => Sigmoid(Math.Log(policy.ImpostorPrior / (1 - policy.ImpostorPrior)) + ImpostorLogOdds);

    /// <summary>Adds one judged window.</summary>
    /// <param name="bot">Fused evidence in nats, within the policy's bounds; positive speaks for a bot.</param>
    /// <param name="impostor">
    /// Likewise for another person than the user. It never adds bot log odds, and so never blocks: it holds trust down, under 1 −
    /// <see cref="ImpostorRisk"/>.
    /// </param>
    /// <param name="confidence">The window's weight, 0..1.</param>
    /// <param name="earned">Earned session time of the window's end in ms.</param>
    /// <param name="policy">The bounds.</param>
    /// <param name="conclusive">
    /// Whether the window may earn trust and count; one that is not can only cost trust, lower the bot log odds, and win back what was lost
    /// below the initial trust.
    /// </param>
    public TrustAccount Add(double bot, double impostor, double confidence, double earned, Policy policy, bool conclusive = true)
    {
        var refill = Math.Max(0, earned - RefilledAt) / TenSeconds;
        var riseLeft = Math.Min(policy.RisePerTenSeconds, RiseLeft + (refill * policy.RisePerTenSeconds));
        var fallLeft = Math.Min(policy.FallPerTenSeconds, FallLeft + (refill * policy.FallPerTenSeconds));
        var reliefLeft = Math.Min(policy.ReliefPerTenSeconds, ReliefLeft + (refill * policy.ReliefPerTenSeconds));
        var change = Math.Max(bot * confidence, -Math.Min(reliefLeft, BotLogOdds));
        var llr = bot > 0 ? bot : Math.Clamp(bot + impostor, -policy.MaxCreditPerWindow, 0);
        var impostorLogOdds = Math.Clamp(ImpostorLogOdds + (impostor * confidence), -policy.MaxFamiliarLogOdds, policy.MaxImpostorLogOdds);
        var next = this with { ImpostorLogOdds = impostorLogOdds };

        var step = llr <= 0
            ? Math.Min(riseLeft, -llr / policy.MaxCreditPerWindow * policy.RisePerWindow * (1 - Trust) * confidence)
            : -Math.Min(fallLeft, llr / policy.MaxBlamePerWindow * policy.FallPerWindow * Trust * confidence);
        if (!conclusive && step > 0)
            step = Math.Clamp(policy.InitialTrust - Trust, 0, step);
        if (impostor != 0 || impostorLogOdds > 0)
            step = Math.Min(step, Math.Max(-fallLeft, 1 - next.ImpostorRisk(policy) - Trust));

        return next with
        {
            Trust = Math.Clamp(Trust + step, 0, 1),
            BotLogOdds = BotLogOdds + change,
            Mass = conclusive ? Mass + confidence : Mass,
            Windows = Windows + 1,
            Conclusive = conclusive ? Conclusive + 1 : Conclusive,
            ReliefLeft = change < 0 ? reliefLeft + change : reliefLeft,
            RiseLeft = step > 0 ? riseLeft - step : riseLeft,
            FallLeft = step < 0 ? fallLeft + step : fallLeft,
            RefilledAt = Math.Max(RefilledAt, earned),
        };
    }

    /// <summary>
    /// Adds what the context says of who it is; trust follows with the windows that come. It never adds bot log odds, and so never blocks.
    /// </summary>
    /// <param name="impostor">Nats, within the policy's bounds.</param>
    /// <param name="policy">The bounds.</param>
    public TrustAccount Add(double impostor, Policy policy) =>
        this with
        {
            ImpostorLogOdds = Math.Clamp(ImpostorLogOdds + impostor, -policy.MaxFamiliarLogOdds, policy.MaxImpostorLogOdds),
        };

    /// <summary>With trust already where the impostor evidence holds it.</summary>
    public TrustAccount Held(Policy policy) => this with { Trust = Math.Min(Trust, 1 - ImpostorRisk(policy)) };

    /// <summary>
    /// Idle decay: trust above the initial value halves its distance every half-life; trust below it rises likewise, but no further than
    /// just under the MEDIUM threshold, so that waiting never turns a CHALLENGE into an ALLOW. BotLogOdds does not decay.
    /// </summary>
    public TrustAccount Decay(TimeSpan idle, Policy policy)
    {
        var decaying = idle - policy.DecayGrace;
        if (decaying <= TimeSpan.Zero)
            return this;

        var left = Math.Pow(0.5, decaying / policy.DecayHalfLife);
        var decayed = policy.InitialTrust + ((Trust - policy.InitialTrust) * left);
        if (decayed > Trust)
            decayed = Math.Max(Trust, Math.Min(decayed, policy.MediumThreshold - 0.01));
        return this with { Trust = decayed };
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
