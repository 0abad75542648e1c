using System.Collections.Immutable;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>A ban of a user on every device, made and lifted by an administrator; nothing that a session does changes it.</summary>
/// <param name="At">Since when, server time.</param>
/// <param name="Until">When it ends by itself.</param>
public readonly record struct Ban(DateTimeOffset At, DateTimeOffset Until)
{
    /// <summary>How far off the end of a permanent ban is: a hundred years.</summary>
    public static readonly TimeSpan ForGood = TimeSpan.FromDays(36_525);

    /// <summary>It stands until it is lifted.</summary>
    public bool IsPermanent => Until - At >= ForGood;

    public bool Stands(DateTimeOffset now) => now < Until;
}

/// <summary>What a user's sessions share.</summary>
public sealed record UserState
{
    /// <summary>At most this many devices are remembered, those where a challenge was passed last.</summary>
    public const int MaxDevices = 8;

    public const int MaxOpenings = 4;

    public static readonly UserState New = new();

    /// <summary>Changes whenever anything but the carry-over does; <see cref="CommitId.None"/> while nothing was ever written.</summary>
    public CommitId Epoch { get; init; }

    /// <summary>The trust that the user's last scored session left, 0..1; null before the first.</summary>
    public double? CarryOver { get; init; }

    public Strikes Strikes { get; init; } = Strikes.None;

    /// <summary>What the user's sessions hand on of their bot evidence.</summary>
    public CarriedBotLogOdds BotLogOdds { get; init; } = CarriedBotLogOdds.None;

    /// <summary>What administrators have lifted.</summary>
    public Lifts Lifts { get; init; } = Lifts.None;

    /// <summary>How often strikes, lifts or the ban have changed: of two copies, the one with the larger number is the newer.</summary>
    public long SanctionsNumber { get; init; }

    /// <summary>Devices on which a challenge was passed, the last one at the end.</summary>
    public ImmutableArray<DeviceId> Devices { get; init; } = [];

    /// <summary>The last opening from each device and place, at most <see cref="MaxOpenings"/>, oldest first.</summary>
    public ImmutableArray<Opening> Openings { get; init; } = [];

    /// <summary>How fast sessions are opened.</summary>
    public LeakyBucket RateLimit { get; init; }

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

    /// <summary>
    /// With the number that follows from what the user was before. What replaces sanctions that cannot be read is newer than any count.
    /// </summary>
    public UserState Numbered(UserState before, DateTimeOffset now)
    {
        var number = before.IsUnreadable ? now.ToUnixTimeMilliseconds()
            : (Strikes, Lifts, Ban) == (before.Strikes, before.Lifts, before.Ban) ? before.SanctionsNumber : before.SanctionsNumber + 1;
        return number == SanctionsNumber ? this : this with { SanctionsNumber = number };
    }

    /// <summary>What an erasure leaves: the strikes and the ban that came after it.</summary>
    public UserState After(DateTimeOffset erasedAt)
    {
        var left = New with { Strikes = Strikes.After(erasedAt), Ban = Ban is { } ban && ban.At > erasedAt ? ban : null };
        return left == New ? New : left with { SanctionsNumber = SanctionsNumber };
    }

    public bool IsBanned(DateTimeOffset now) => Ban is { } ban && ban.Stands(now);

    /// <summary>
    /// Whether a ban blocks this user, or strikes do on this device, or their overflow where no challenge was passed on it.
    /// </summary>
    /// <param name="device">The session's.</param>
    /// <param name="passedAt">When a challenge was last passed in the session.</param>
    /// <param name="now">Server time.</param>
    /// <param name="policy">How long strikes last, and how many failed challenges block.</param>
    public bool IsBlocked(DeviceId device, DateTimeOffset passedAt, DateTimeOffset now, Policy policy) =>
        IsBanned(now)
        || Strikes.Block(device, now, policy)
        || (Strikes.Overflows(now, policy) && !Knows(device) && passedAt <= Strikes.OverflowAt && !Strikes.IsSpared(device));

    public UserState Add(DeviceId device, StrikeKind kind, DateTimeOffset at, Policy policy) =>
        WithStrikes(Strikes.Add(device, kind, at, policy, out var forgotten), forgotten);

    /// <summary>A device whose strike had to be forgotten is known no more, so that the overflow blocks it.</summary>
    private UserState WithStrikes(Strikes strikes, DeviceId? forgotten) =>
        this with { Strikes = strikes, Devices = forgotten is { } unknown ? Devices.Remove(unknown) : Devices };

    /// <summary>A passed challenge answers the device's strikes and bot log odds.</summary>
    public UserState Settle(DeviceId device, DateTimeOffset now, Policy policy)
    {
        var (strikes, botLogOdds) = (Strikes.Settle(device), BotLogOdds.Settle(device, now, policy));
        return ReferenceEquals(strikes, Strikes) && ReferenceEquals(botLogOdds, BotLogOdds)
            ? this
            : this with
            {
                Strikes = strikes,
                BotLogOdds = botLogOdds,
            };
    }

    /// <summary>
    /// An administrator lifts the blocks of a device, or of all and the overflow; sessions that are latched begin anew when they are next
    /// touched (<see cref="SessionState.UpToDate"/>). Bans stay.
    /// </summary>
    /// <param name="device">Null for every device.</param>
    /// <param name="now">Server time.</param>
    /// <param name="policy">How long carried bot log odds last.</param>
    public UserState Lift(DeviceId? device, DateTimeOffset now, Policy policy)
    {
        if (device is not { } one)
            return this with { Strikes = Strikes.None, BotLogOdds = CarriedBotLogOdds.None, Lifts = Lifts.Add(null) };
        return WithStrikes(Strikes.Lift(one, now, out var forgotten), forgotten) with
        {
            BotLogOdds = BotLogOdds.Settle(one, now, policy),
            Lifts = Lifts.Add(one),
        };
    }

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

    /// <summary>
    /// Notes that a session was opened. Where there is no room the oldest from the same place goes first: whoever opens many, on however
    /// many devices, displaces their own and not those that theirs are compared with.
    /// </summary>
    public UserState Note(Opening opening)
    {
        var kept = Openings.RemoveAll(o => o.Device == opening.Device && o.Place == opening.Place);
        if (kept.Length >= MaxOpenings)
            kept = kept.Remove(kept.FirstOrDefault(o => o.Place == opening.Place, kept[0]));
        return this with { Openings = kept.Add(opening) };
    }

    /// <summary>
    /// Whether the user was struck within the policy's lifetime of strikes, on whatever device, and no challenge has answered it.
    /// </summary>
    public bool IsStruck(DateTimeOffset now, Policy policy) => Strikes.Stand(now, policy);

    /// <summary>Where the trust of a new session starts.</summary>
    public double StartingTrust(Policy policy) =>
        CarryOver is { } carried
            ? Math.Clamp(
                policy.InitialTrust + (policy.CarryOverShare * (carried - policy.InitialTrust)),
                policy.CarryOverFloor,
                policy.CarryOverCeiling
            )
            : policy.InitialTrust;
}
