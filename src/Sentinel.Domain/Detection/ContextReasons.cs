namespace Sentinel.Domain.Detection;

/// <summary>Reasons without a detector: they inform, or explain why a decision stays. Ids 1–19 and 123–127.</summary>
public static class ContextReasons
{
    /// <summary>The client claimed more time than has passed; input beyond it is neutral.</summary>
    public static readonly ReasonCode TimeCompression = new(
        1, Family.Context, "time_compression",
        "The client claims more time than has passed. Input beyond it does not count.");

    /// <summary>Sequences are missing, or the client dropped events: open windows were closed, and the next ones count half.</summary>
    public static readonly ReasonCode Gap = new(
        2, Family.Context, "gap",
        "Batches or events were lost on the way. What follows counts half.");

    /// <summary>Events came out of order and are neutral.</summary>
    public static readonly ReasonCode OutOfOrder = new(
        3, Family.Context, "out_of_order",
        "Events came out of order. They do not count.");

    /// <summary>The session's block stays until a passed challenge or a lift.</summary>
    public static readonly ReasonCode BlockStands = new(
        4, Family.Context, "block_stands",
        "The session was blocked before. It stays blocked until a challenge is passed or an administrator lifts the block.");

    /// <summary>Strikes of this user on this device within 24 h, or a strike overflow.</summary>
    public static readonly ReasonCode Strikes = new(
        5, Family.Context, "strikes",
        "This user was blocked, or failed three challenges, on this device within 24 hours.");

    /// <summary>The stored session could not be read; it started again.</summary>
    public static readonly ReasonCode StateUnreadable = new(
        6, Family.Context, "state_unreadable",
        "The stored session could not be read, so it began anew.");

    /// <summary>Pasted, autofilled, dictated or composed input: its window neither raises nor lowers trust.</summary>
    public static readonly ReasonCode DeclaredInput = new(
        7, Family.Context, "declared_input",
        "Text was pasted, filled in, dictated or composed. It counts neither for nor against the user.");

    /// <summary>A challenge was passed.</summary>
    public static readonly ReasonCode ChallengePassed = new(
        8, Family.Context, "challenge_passed",
        "The user passed a challenge.");

    /// <summary>A challenge was failed.</summary>
    public static readonly ReasonCode ChallengeFailed = new(
        9, Family.Context, "challenge_failed",
        "The user failed a challenge.");

    /// <summary>The user is banned on every device.</summary>
    public static readonly ReasonCode Banned = new(
        10, Family.Context, "banned",
        "An administrator has banned the user.");

    /// <summary>The user's baseline is not available yet or cannot be read: the session is scored without it and is not TRUSTED.</summary>
    public static readonly ReasonCode BaselineUnavailable = new(
        11, Family.Context, "baseline_unavailable",
        "What was learned about the user could not be loaded. The session cannot become TRUSTED.");

    /// <summary>
    /// A script dispatched events. Windows near them may be evidence for a bot, but earn no trust and train nothing. The script itself is
    /// no evidence: password managers and assistive extensions do this too.
    /// </summary>
    public static readonly ReasonCode UntrustedInput = new(
        17, Family.Context, "untrusted_input",
        "A script of the page, or an extension, made events. Such input earns no trust.");

    /// <summary>This batch blocked the session; later answers only say that the block stands, or why.</summary>
    public static readonly ReasonCode BlockBegins = new(
        18, Family.Context, "block_begins",
        "This is the decision that blocked the session. The first reason beside it is why.");

    /// <summary>A HIGH action is challenged only because nothing proves who acts.</summary>
    public static readonly ReasonCode IdentityUnproven = new(
        19, Family.Context, "identity_unproven",
        "A person acts, but nothing shows that it is the user: no challenge was passed on this device in 30 days, and too little is known "
            + "of how the user types and moves.");

    /// <summary>An entry of the tenant's lists denies: BLOCK while the entry lives.</summary>
    public static readonly ReasonCode DeniedByList = new(
        123, Family.Context, "denied_by_list",
        "An entry of the lists denies it. The decision is BLOCK while the entry lives, whatever the behaviour says.");

    /// <summary>An entry of the tenant's lists allows: no challenge, and no block by behaviour, while the entry lives.</summary>
    public static readonly ReasonCode AllowedByList = new(
        124, Family.Context, "allowed_by_list",
        "An entry of the lists allows it: no challenge, and no block by behaviour, while the entry lives. A ban and failed challenges "
            + "still count.");

    /// <summary>An entry of the tenant's lists snoozes challenges, or a reason that has just spoken.</summary>
    public static readonly ReasonCode SnoozedByList = new(
        125, Family.Context, "snoozed_by_list",
        "An entry of the lists snoozes it: either nobody is challenged, or the reasons beside it that have no weight count nothing.");

    /// <summary>An action is challenged only because of the policy's rule for it.</summary>
    public static readonly ReasonCode ActionRule = new(
        126, Family.Context, "action_rule",
        "The policy has a rule for this action: a higher sensitivity, a least trust, or a passed challenge. Without the rule, the action "
            + "would have been allowed.");

    /// <summary>The policy's rule for the session's declared agent decided, not behaviour.</summary>
    public static readonly ReasonCode DeclaredAgent = new(
        127, Family.Context, "declared_agent",
        "The site declared a known agent, and the policy's rule for this agent decided. Its behaviour is scored, but does not decide.");

    public static readonly IReadOnlyList<ReasonCode> All =
    [
        TimeCompression,
        Gap,
        OutOfOrder,
        BlockStands,
        Strikes,
        StateUnreadable,
        DeclaredInput,
        ChallengePassed,
        ChallengeFailed,
        Banned,
        BaselineUnavailable,
        UntrustedInput,
        BlockBegins,
        IdentityUnproven,
        DeniedByList,
        AllowedByList,
        SnoozedByList,
        ActionRule,
        DeclaredAgent,
    ];
}
