using Sentinel.Domain.Detection;

namespace Sentinel.Domain.Trust;

/// <summary>
/// What the tenant's lists say about a call: all entries that match it, together. DENY wins over ALLOW, and ALLOW includes SNOOZE. It is
/// part of the <see cref="Policy"/> that the call is decided by. See docs/lists.md.
/// </summary>
public readonly record struct Listing
{
    public static readonly Listing None;

    /// <summary>Whether the answer is BLOCK.</summary>
    public bool Denies { get; init; }

    /// <summary>Whether nobody is challenged, nor blocked by behaviour.</summary>
    public bool Allows { get; init; }

    /// <summary>Whether nobody is challenged.</summary>
    public bool Snoozes { get; init; }

    /// <summary>Reasons that deny when they speak against the user; see <see cref="Policy.Given"/>.</summary>
    public ReasonSet Denying { get; init; }

    /// <summary>Reasons whose evidence counts nothing.</summary>
    public ReasonSet Snoozed { get; init; }

    /// <summary>What of it denies.</summary>
    public Listing Denials() => new() { Denies = Denies, Denying = Denying };

    /// <summary>Whether a session with such a call is not used for training.</summary>
    public bool BarsTraining => Denies || Allows;

    /// <summary>The reason in the answer; null if no entry without a reason matches.</summary>
    public ReasonCode? Note =>
        Denies ? ContextReasons.DeniedByList
        : Allows ? ContextReasons.AllowedByList
        : Snoozes ? ContextReasons.SnoozedByList
        : null;

    /// <summary>Turns what the decision table says.</summary>
    /// <param name="decision">The decision without lists.</param>
    /// <param name="barred">Whether a block stands that no entry lifts: see <see cref="DecisionFacts.Barred"/>.</param>
    public Decision Turn(Decision decision, bool barred) => decision switch
    {
        _ when Denies => Decision.Block,
        Decision.Challenge when Allows || Snoozes => Decision.Allow,
        Decision.Block when Allows && !barred => Decision.Allow,
        _ => decision,
    };

    /// <summary>What two sets of entries say together.</summary>
    public static Listing operator |(in Listing one, in Listing other) => new()
    {
        Denies = one.Denies || other.Denies,
        Allows = one.Allows || other.Allows,
        Snoozes = one.Snoozes || other.Snoozes,
        Denying = one.Denying | other.Denying,
        Snoozed = one.Snoozed | other.Snoozed,
    };
}
