using System.Runtime.InteropServices;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Statistics;

namespace Sentinel.Domain.Trust;

/// <summary>
/// The scores that a session accumulates. <see cref="Bot"/> is a one-sided cumulative sum (Page 1954) of the fused log-likelihood
/// ratios, at least 0, so that a bot that takes over from a person is detected as fast as one from the start. What counts of it gives, with
/// the prior, the posterior probability of a bot. <see cref="Trust"/> moves towards 1 or 0 by a bounded share per window and a bounded
/// amount per 10 s of earned time, and falls to what the two risks leave. Both depend only on the windows, not on the batches.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct TrustAccount : IStored
{
    private const double TenSeconds = 10_000;

    /// <summary>0..1.</summary>
    public double Trust { get; init; }

    /// <summary>Accumulated nats for <em>bot</em>, by group.</summary>
    public BotEvidence Bot { get; init; }

    /// <summary>
    /// Nats for <em>impostor</em>: a two-sided cumulative sum, bounded by the policy, so that a takeover within a session is detected too.
    /// Negative if the user was recognised.
    /// </summary>
    public double ImpostorLogOdds { get; init; }

    /// <summary>The number of windows with evidence for or against an impostor, since the opening or the last passed challenge.</summary>
    public int IdentityWindows { get; init; }

    /// <summary>Evidence mass: the conclusive windows, weighted by confidence.</summary>
    public double Mass { get; init; }

    /// <summary>The number of windows with evidence.</summary>
    public int Windows { get; init; }

    /// <summary>The number of conclusive windows among them.</summary>
    public int Conclusive { get; init; }

    /// <summary>How much trust may still rise in these 10 s, or fall.</summary>
    public double RiseLeft { get; init; }

    public double FallLeft { get; init; }

    /// <summary>
    /// Nats by which the bot log odds may still fall in these 10 s, so that a burst of harmless input does not remove them.
    /// </summary>
    public double ReliefLeft { get; init; }

    /// <summary>Earned session time, ms, up to which all three were refilled.</summary>
    public double RefilledAt { get; init; }

    public bool IsSound =>
        Trust is >= 0 and <= 1
        && Bot.IsSound
        && double.IsFinite(ImpostorLogOdds)
        && double.IsFinite(Mass)
        && Mass >= 0
        && Conclusive >= 0
        && Windows >= Conclusive
        && Windows < 1 << 30
        && IdentityWindows is >= 0 and < 1 << 30
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
    /// <param name="policy">The policy.</param>
    /// <param name="disregarded">Groups whose evidence does not count.</param>
    public double Risk(Policy policy, GroupSet disregarded = default) =>
        Sigmoid(Math.Log(policy.BotPrior / (1 - policy.BotPrior)) + Bot.Counted(policy, disregarded));

    /// <summary>The posterior probability of an impostor, 0..1.</summary>
    public double ImpostorRisk(Policy policy) => Sigmoid(Math.Log(policy.ImpostorPrior / (1 - policy.ImpostorPrior)) + ImpostorLogOdds);

    /// <summary>Whether the session's behaviour is the user's: enough evidence against an impostor, over enough windows.</summary>
    public bool Recognizes(Policy policy) =>
        ImpostorLogOdds <= -policy.RecognizedLogOdds && IdentityWindows >= policy.RecognizedWindows;

    /// <summary>Adds one judged window.</summary>
    /// <param name="bot">Fused evidence, nats, within the policy's bounds; positive for a bot.</param>
    /// <param name="excused">
    /// Groups whose evidence for a bot adds up as ever, but does not lower trust. The others limit trust to 1 − <see cref="Risk"/>.
    /// </param>
    /// <param name="impostor">
    /// Fused evidence, nats; positive for an impostor. It never blocks, but limits trust to 1 − <see cref="ImpostorRisk"/>.
    /// </param>
    /// <param name="confidence">The window's weight, 0..1.</param>
    /// <param name="earned">Earned session time at the window's end, ms.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="conclusive">
    /// Only a conclusive window earns trust and adds evidence mass. Others can lower trust, change the bot log odds, and raise trust up to
    /// the initial trust.
    /// </param>
    public TrustAccount Add(
        in WindowBotEvidence bot,
        GroupSet excused,
        double impostor,
        double confidence,
        double earned,
        Policy policy,
        bool conclusive = true
    )
    {
        var refill = Math.Max(0, earned - RefilledAt) / TenSeconds;
        var riseLeft = Math.Min(policy.RisePerTenSeconds, RiseLeft + (refill * policy.RisePerTenSeconds));
        var fallLeft = Math.Min(policy.FallPerTenSeconds, FallLeft + (refill * policy.FallPerTenSeconds));
        var reliefLeft = Math.Min(policy.ReliefPerTenSeconds, ReliefLeft + (refill * policy.ReliefPerTenSeconds));
        var botEvidence = Bot.Add(bot, confidence, policy, ref reliefLeft);
        var llr = bot.Net > 0 ? bot.Without(excused) : Math.Clamp(bot.Net + impostor, -policy.MaxCreditPerWindow, 0);
        var impostorLogOdds = Math.Clamp(ImpostorLogOdds + (impostor * confidence), -policy.MaxFamiliarLogOdds, policy.MaxImpostorLogOdds);
        var next = this with
        {
            Bot = botEvidence,
            ImpostorLogOdds = impostorLogOdds,
            IdentityWindows = IdentityWindows + (impostor != 0 ? 1 : 0),
        };

        var step = llr <= 0
            ? Math.Min(riseLeft, -llr / policy.MaxCreditPerWindow * policy.RisePerWindow * (1 - Trust) * confidence)
            : -Math.Min(fallLeft, llr / policy.MaxBlamePerWindow * policy.FallPerWindow * Trust * confidence);
        if (!conclusive && step > 0)
            step = Math.Clamp(policy.InitialTrust - Trust, 0, step);
        if (step > 0 && botEvidence.SumOf(bot.Unjudged.Without(excused)) >= policy.SuspicionNats)
            step = 0;
        if (impostor != 0 || impostorLogOdds > 0)
            step = Math.Min(step, Math.Max(-fallLeft, 1 - next.ImpostorRisk(policy) - Trust));
        if (botEvidence.Sum > 0)
            step = Math.Min(step, Math.Max(-fallLeft, 1 - next.Risk(policy, excused) - Trust));

        return next with
        {
            Trust = Math.Clamp(Trust + step, 0, 1),
            Mass = conclusive ? Mass + confidence : Mass,
            Windows = Windows + 1,
            Conclusive = conclusive ? Conclusive + 1 : Conclusive,
            ReliefLeft = reliefLeft,
            RiseLeft = step > 0 ? riseLeft - step : riseLeft,
            FallLeft = step < 0 ? fallLeft + step : fallLeft,
            RefilledAt = Math.Max(RefilledAt, earned),
        };
    }

    /// <summary>Adds impostor evidence of the context, in nats; trust follows with the next windows. It never blocks.</summary>
    public TrustAccount Add(double impostor, Policy policy) =>
        this with
        {
            ImpostorLogOdds = Math.Clamp(ImpostorLogOdds + impostor, -policy.MaxFamiliarLogOdds, policy.MaxImpostorLogOdds),
        };

    /// <summary>Limits trust to the bound of the impostor evidence at once.</summary>
    public TrustAccount Held(Policy policy) => this with { Trust = Math.Min(Trust, 1 - ImpostorRisk(policy)) };

    /// <summary>
    /// Idle decay: trust above the initial value halves its distance every half-life. Trust below it rises in the same way, but stays just
    /// below the MEDIUM threshold, so that waiting never turns a CHALLENGE into an ALLOW. The bot log odds do not decay.
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
