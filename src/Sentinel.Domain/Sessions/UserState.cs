using System.Collections.Immutable;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;
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

    /// <summary>At most this many devices are remembered, those where a challenge was passed last.</summary>
    public const int MaxDevices = 8;

    public const int MaxOpenings = 4;

    public static readonly UserState New = new();

    /// <summary>Changes whenever strikes, devices, openings, the ban or the baseline do; <see cref="CommitId.None"/> while nothing was ever written.</summary>
    public CommitId Epoch { get; init; }

    /// <summary>The trust that the user's last scored session left, 0..1; null before the first.</summary>
    public double? CarryOver { get; init; }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<Strike> Strikes { get; init; } = [];

    /// <summary>Devices on which a challenge was passed, the last one at the end.</summary>
    public ImmutableArray<DeviceId> Devices { get; init; } = [];

    /// <summary>The sessions that were opened last, at most <see cref="MaxOpenings"/>, oldest first.</summary>
    public ImmutableArray<Opening> Openings { get; init; } = [];

    /// <summary>How fast sessions are opened.</summary>
    public Pace Pace { get; init; }

    /// <summary>The version that is published of the user's baseline; 0 while none is.</summary>
    public int BaselineVersion { get; init; }

    /// <summary>That baseline; <see cref="Baseline.None"/> while none is published, or it is not there or cannot be read.</summary>
    public Baseline Baseline { get; init; } = Baseline.None;

    /// <summary>There is a baseline, and it could not be had.</summary>
    public bool IsBlind => Baseline.Version != BaselineVersion;

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

    /// <summary>Whether a challenge was passed on the device; a session that was opened without one has none.</summary>
    public bool Knows(DeviceId device) => device != DeviceId.None && Devices.Contains(device);

    /// <summary>Notes that a challenge was passed on the device.</summary>
    public UserState Remember(DeviceId device)
    {
        if (device == DeviceId.None || Devices is [.., var last] && last == device)
            return this;
        var others = Devices.Remove(device);
        return this with { Devices = [.. others[Math.Max(0, others.Length - MaxDevices + 1)..], device] };
    }

    /// <summary>Whether the user was struck within the policy's lifetime of strikes, on whatever device, and no challenge has answered it.</summary>
    public bool IsStruck(DateTimeOffset now, Policy policy)
    {
        foreach (var strike in Strikes)
        {
            if (strike.Open && now - strike.At < policy.StrikeLifetime)
                return true;
        }

        return false;
    }

    /// <summary>Where the trust of a new session starts.</summary>
    public double StartingTrust(Policy policy) => CarryOver is { } carried
        ? Math.Clamp(policy.InitialTrust + (policy.CarryOverShare * (carried - policy.InitialTrust)), policy.CarryOverFloor, policy.CarryOverCeiling)
        : policy.InitialTrust;
}
