namespace Sentinel.Domain.Detection;

/// <summary>Reasons that are no detector's: they inform, or say why a standing decision stands. Ids 1–19.</summary>
public static class ContextReasons
{
    /// <summary>The client claimed more time than has passed; what exceeds it is neutral.</summary>
    public static readonly ReasonCode TimeCompression = new(1, Family.Context, "time_compression");

    /// <summary>Sequences are missing, or the client dropped events: open windows were closed, and the next count half.</summary>
    public static readonly ReasonCode Gap = new(2, Family.Context, "gap");

    /// <summary>Events came out of order and were left neutral.</summary>
    public static readonly ReasonCode OutOfOrder = new(3, Family.Context, "out_of_order");

    /// <summary>A block stands until a challenge is passed.</summary>
    public static readonly ReasonCode BlockStands = new(4, Family.Context, "block_stands");

    /// <summary>Strikes of this user on this device, within 24 h, or on more devices than are kept.</summary>
    public static readonly ReasonCode Strikes = new(5, Family.Context, "strikes");

    /// <summary>The stored session could not be read; it started anew.</summary>
    public static readonly ReasonCode StateUnreadable = new(6, Family.Context, "state_unreadable");

    /// <summary>Pasted, autofilled, dictated or composed input: its window neither harms nor counts.</summary>
    public static readonly ReasonCode DeclaredInput = new(7, Family.Context, "declared_input");

    /// <summary>A challenge was passed.</summary>
    public static readonly ReasonCode ChallengePassed = new(8, Family.Context, "challenge_passed");

    /// <summary>A challenge was failed.</summary>
    public static readonly ReasonCode ChallengeFailed = new(9, Family.Context, "challenge_failed");

    /// <summary>The user is banned on every device.</summary>
    public static readonly ReasonCode Banned = new(10, Family.Context, "banned");

    /// <summary>
    /// The user has a baseline, but it is not there yet or cannot be read: the session is scored without it and not TRUSTED.
    /// </summary>
    public static readonly ReasonCode BaselineUnavailable = new(11, Family.Context, "baseline_unavailable");

    /// <summary>
    /// A script dispatched events: windows near them may speak for a bot, but earn and teach nothing. Of itself it harms nobody: password
    /// managers and assistive extensions do so too.
    /// </summary>
    public static readonly ReasonCode UntrustedInput = new(17, Family.Context, "untrusted_input");

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
    ];
}
