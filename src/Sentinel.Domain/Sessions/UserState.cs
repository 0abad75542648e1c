using System.Collections.Immutable;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>What a strike is for.</summary>
public enum StrikeKind : byte { Block, FailedChallenge }

/// <summary>A block, or a failed challenge, of a user on a device.</summary>
/// <param name="Device">Where it happened.</param>
/// <param name="At">Server time.</param>
/// <param name="Kind">What for.</param>
/// <param name="Open">No challenge has been passed on the device since.</param>
public readonly record struct Strike(DeviceId Device, DateTimeOffset At, StrikeKind Kind, bool Open);

/// <summary>A ban of a user on every device, made and lifted by an administrator; nothing that a session does changes it.</summary>
/// <param name="At">Since when, server time.</param>
/// <param name="Until">When it ends by itself.</param>
public readonly record struct Ban(DateTimeOffset At, DateTimeOffset Until)
{
    /// <summary>The end of a ban that was made without one: a hundred years.</summary>
    public static readonly TimeSpan ForGood = TimeSpan.FromDays(36_525);

    public bool Stands(DateTimeOffset now) => now < Until;
}

/// <summary>What a user's sessions share.</summary>
public sealed record UserState
{
    /// <summary>At most this many strikes are kept, the newest.</summary>
    public const int MaxStrikes = 16;

    public static readonly UserState New = new();

    /// <summary>Changes whenever strikes or the ban do; <see cref="CommitId.None"/> while nothing was ever written.</summary>
    public CommitId Epoch { get; init; }

    /// <summary>The trust that the user's last scored session left, 0..1; null before the first.</summary>
    public double? CarryOver { get; init; }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<Strike> Strikes { get; init; } = [];

    /// <summary>Null while there is none; one that has ended may still be here.</summary>
    public Ban? Ban { get; init; }

    /// <summary>
    /// What was stored of strikes and the ban is damaged or of a newer version. Nobody knows whether this user is banned, so nothing may be
    /// decided over it; a ban that is made anew replaces it.
    /// </summary>
    public bool IsUnreadable { get; init; }

    public bool IsBanned(DateTimeOffset now) => Ban is { } ban && ban.Stands(now);

    /// <summary>Whether a ban blocks this user, or open strikes do on this device: one block, or as many failed challenges as the policy says.</summary>
    public bool IsBlocked(DeviceId device, DateTimeOffset now, Policy policy)
    {
        if (IsBanned(now))
            return true;
        var count = 0;
        foreach (var strike in Strikes)
        {
            if (strike.Device != device || !strike.Open || now - strike.At >= policy.StrikeLifetime)
                continue;
            if (strike.Kind == StrikeKind.Block)
                return true;
            count++;
        }

        return count >= policy.StrikesToBlock;
    }

    /// <summary>Adds a strike and forgets expired ones; should there be too many, answered ones go first.</summary>
    public UserState Add(Strike strike, Policy policy)
    {
        var kept = Strikes.Where(s => strike.At - s.At < policy.StrikeLifetime).ToList();
        while (kept.Count >= MaxStrikes)
            kept.RemoveAt(Math.Max(0, kept.FindIndex(s => !s.Open)));
        return this with { Strikes = [.. kept, strike] };
    }

    /// <summary>A passed challenge answers the device's strikes.</summary>
    public UserState Settle(DeviceId device) =>
        Strikes.Any(s => s.Open && s.Device == device)
            ? this with { Strikes = [.. Strikes.Select(s => s.Device == device ? s with { Open = false } : s)] }
            : this;

    /// <summary>Where the trust of a new session starts.</summary>
    public double StartingTrust(Policy policy) => CarryOver is { } carried
        ? Math.Clamp(policy.InitialTrust + (policy.CarryOverShare * (carried - policy.InitialTrust)), policy.CarryOverFloor, policy.CarryOverCeiling)
        : policy.InitialTrust;
}
