using Sentinel.Domain.Features;
using Sentinel.Domain.Profiles;

namespace Sentinel.Domain.Learning;

/// <summary>What becomes of a window that was scored.</summary>
public enum LearningOutcome : byte
{
    /// <summary>It never teaches.</summary>
    Never,

    /// <summary>It waits: a passed challenge of the same session lets it teach, else it is forgotten after seven days.</summary>
    Quarantined,

    /// <summary>It teaches, if the baseline does not drift by it.</summary>
    Open,

    /// <summary>It teaches: a passed challenge says that it is the user's.</summary>
    Verified,
}

/// <summary>What the gate looks at.</summary>
/// <param name="Blocked">The answer is BLOCK.</param>
/// <param name="Struck">A strike of the user, on whatever device, is not answered yet.</param>
/// <param name="LowRisk">The risk of a bot is under the policy's bound.</param>
/// <param name="SteadilyAllowed">As many batches in a row were allowed as the policy asks.</param>
/// <param name="ChallengePassed">In this session, within its validity.</param>
/// <param name="Trusted">The session's phase.</param>
/// <param name="DeviceKnown">A challenge was passed on the device, in whatever session.</param>
/// <param name="SeemsImpostor">The baseline speaks against the user.</param>
public readonly record struct GateFacts(
    bool Blocked,
    bool Struck,
    bool LowRisk,
    bool SteadilyAllowed,
    bool ChallengePassed,
    bool Trusted,
    bool DeviceKnown,
    bool SeemsImpostor
);

/// <summary>
/// Decides whether a window may teach (invariant 6 of docs/invariants.md). TRUSTED says that a person is at work, and a baseline recognises
/// whom it has learned. Teaching takes a step-up, in this session or once on this device, so that whoever hijacks a profile from elsewhere
/// cannot train it. A step-up says who is there, not that no program is at work: what may be a bot's never teaches.
/// </summary>
public static class LearningGate
{
    /// <summary>
    /// Of what waits when a challenge is passed, it vouches for what the session did in this time before: a password is typed, and the code
    /// asked for. Whoever leaves a challenge to the user who comes back has worked before it.
    /// </summary>
    public static readonly TimeSpan VerifiesBack = TimeSpan.FromMinutes(2);

    public static LearningOutcome Decide(in GateFacts facts) => facts switch
    {
        { Blocked: true } or { LowRisk: false } => LearningOutcome.Never,
        _ when !IsClean(facts) => LearningOutcome.Quarantined,
        { ChallengePassed: true } => LearningOutcome.Verified,
        { Trusted: true, SeemsImpostor: false, DeviceKnown: true } => LearningOutcome.Open,
        _ => LearningOutcome.Quarantined,
    };

    /// <summary>
    /// Whether an entry may teach though no challenge vouches for it: it is like the user's own recent ones. One of another length, or of a
    /// field that is new beside one that is known, may not; while no text is known all may.
    /// </summary>
    public static bool MayTeach(in FixedTextWindow entry, Baseline baseline) =>
        baseline.Text(entry.Field) is { } template ? template.Score(entry.Rhythm!) <= template.TeachesBelow : baseline.Texts.IsEmpty;

    private static bool IsClean(in GateFacts facts) => facts is { Struck: false, SteadilyAllowed: true };
}
