using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Learning;

/// <summary>Whether a scored window may be used for training.</summary>
public enum LearningOutcome : byte
{
    /// <summary>The window is never used for training.</summary>
    Never,

    /// <summary>The window waits for a passed challenge of its session; otherwise it is deleted after seven days.</summary>
    Quarantined,

    /// <summary>The window is used for training unless it makes the baseline drift.</summary>
    Open,

    /// <summary>A passed challenge shows that the window is the user's; it is used for training.</summary>
    Verified,
}

/// <summary>The facts on which the learning gate decides.</summary>
/// <param name="Blocked">The decision is BLOCK.</param>
/// <param name="Struck">The user has an open strike on any device.</param>
/// <param name="LowRisk">The risk is below the policy's bound.</param>
/// <param name="SteadilyAllowed">As many batches in a row were allowed as the policy requires.</param>
/// <param name="ChallengePassed">A passed challenge of this session is still valid.</param>
/// <param name="Trusted">The session's phase is TRUSTED.</param>
/// <param name="DeviceKnown">A challenge was passed on the device in any session.</param>
/// <param name="SeemsImpostor">The impostor log odds are at or above the policy's bound.</param>
public readonly record struct GateFacts(
    bool Blocked,
    bool Struck,
    bool LowRisk,
    bool SteadilyAllowed,
    bool ChallengePassed,
    bool Trusted,
    bool DeviceKnown,
    bool SeemsImpostor
)
{
    /// <summary>An entry of the tenant's lists has denied or allowed a call of the session.</summary>
    public bool Listed { get; init; }

    /// <summary>The site declared that an agent acts in the session.</summary>
    public bool OfAgent { get; init; }
}

/// <summary>
/// Decides whether a window may be used for training (invariant 6 of docs/invariants.md). TRUSTED means a person, and a baseline recognises
/// whom it learned. Training also requires a passed challenge, in this session or once on this device, so that an attacker on another
/// device cannot train the profile. A challenge does not exclude a program: windows that may be a bot's are never used.
/// </summary>
public static class LearningGate
{
    /// <summary>
    /// A passed challenge verifies only the quarantined samples of this time before it, which covers typing a password and then the code.
    /// An attacker who leaves the challenge to the returning user has worked earlier.
    /// </summary>
    public static readonly TimeSpan VerifiesBack = TimeSpan.FromMinutes(2);

    public static LearningOutcome Decide(in GateFacts facts) => facts switch
    {
        { Blocked: true } or { LowRisk: false } or { Listed: true } or { OfAgent: true } => LearningOutcome.Never,
        _ when !IsClean(facts) => LearningOutcome.Quarantined,
        { ChallengePassed: true } => LearningOutcome.Verified,
        { Trusted: true, SeemsImpostor: false, DeviceKnown: true } => LearningOutcome.Open,
        _ => LearningOutcome.Quarantined,
    };

    /// <summary>
    /// Whether an unverified entry may be used for training: it must be like the user's recent entries. An entry of another length, or of a
    /// new field beside a known one, may not. While no text is known, all entries may.
    /// </summary>
    public static bool MayTrain(in FixedTextWindow entry, Baseline baseline) =>
        baseline.Text(entry.Field) is { } template ? template.Score(entry.Rhythm!) <= template.TrainsBelow : baseline.Texts.IsEmpty;

    private static bool IsClean(in GateFacts facts) => facts is { Struck: false, SteadilyAllowed: true };
}
