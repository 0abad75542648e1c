using System.Collections.Immutable;
using Sentinel.Domain.Profiles;
using Sentinel.Domain.Telemetry;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>An administrator's block of a user on every device. Sessions never change it.</summary>
/// <param name="At">Start of the ban, server time.</param>
/// <param name="Until">When it expires.</param>
public readonly record struct Ban(DateTimeOffset At, DateTimeOffset Until)
{
    /// <summary>The duration of a permanent ban: a hundred years.</summary>
    public static readonly TimeSpan ForGood = TimeSpan.FromDays(36_525);

    /// <summary>Whether it stays until it is lifted.</summary>
    public bool IsPermanent => Until - At >= ForGood;

    public bool Stands(DateTimeOffset now) => now < Until;
}

/// <summary>A device on which the user has passed a challenge.</summary>
/// <param name="Device">The device.</param>
/// <param name="PassedAt">When the last one was passed, server time; 1970 if one failed since.</param>
public readonly record struct KnownDevice(DeviceId Device, DateTimeOffset PassedAt);

/// <summary>The state that a user's sessions share.</summary>
public sealed record UserState
{
    /// <summary>Maximum number of known devices, those where a challenge was passed last.</summary>
    public const int MaxDevices = 8;

    public const int MaxOpenings = 4;

    public static readonly UserState New = new();

    /// <summary>
    /// Changes whenever anything but the carry-over and the sketches does; <see cref="CommitId.None"/> before the first write.
    /// </summary>
    public CommitId Epoch { get; init; }

    /// <summary>The trust that the user's last scored session left, 0..1; null before the first.</summary>
    public double? CarryOver { get; init; }

    public Strikes Strikes { get; init; } = Strikes.None;

    /// <summary>The bot log odds that the user's sessions have left.</summary>
    public CarriedBotLogOdds BotLogOdds { get; init; } = CarriedBotLogOdds.None;

    /// <summary>What passed challenges have excused, by device.</summary>
    public Excuses Excuses { get; init; } = Excuses.None;

    /// <summary>Administrators' lifts of blocks.</summary>
    public Lifts Lifts { get; init; } = Lifts.None;

    /// <summary>Counts changes of strikes, lifts and ban: of two copies, the one with the larger number is newer.</summary>
    public long SanctionsNumber { get; init; }

    /// <summary>Known devices, the one with the latest passed challenge last.</summary>
    public ImmutableArray<KnownDevice> Devices { get; init; } = [];

    /// <summary>The last opening from each device and place, at most <see cref="MaxOpenings"/>, oldest first.</summary>
    public ImmutableArray<Opening> Openings { get; init; } = [];

    /// <summary>The sketches of the last sessions.</summary>
    public SketchMemory Sketches { get; init; } = SketchMemory.None;

    /// <summary>Limits the rate of openings.</summary>
    public LeakyBucket RateLimit { get; init; }

    /// <summary>The published version of the user's baseline; 0 for none.</summary>
    public int BaselineVersion { get; init; }

    /// <summary>The published baseline; <see cref="Baseline.None"/> if there is none, or it is missing or unreadable.</summary>
    public Baseline Baseline { get; init; } = Baseline.None;

    /// <summary>Whether there is a published baseline that could not be loaded.</summary>
    public bool IsBlind => Baseline.Version != BaselineVersion;

    /// <summary>The ban, which may have expired; null for none.</summary>
    public Ban? Ban { get; init; }

    /// <summary>When the user's sessions were revoked last: those that were opened until then are over. Null for never.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>
    /// Whether the stored strikes and ban are damaged or of a newer version. The user may be banned, so nothing may be decided; a new ban
    /// replaces the state.
    /// </summary>
    public bool IsUnreadable { get; init; }

    /// <summary>
    /// Sets <see cref="SanctionsNumber"/> from the previous state's. The replacement of unreadable sanctions gets a number above any count.
    /// </summary>
    public UserState Numbered(UserState before, DateTimeOffset now)
    {
        var number = before.IsUnreadable ? now.ToUnixTimeMilliseconds()
            : (Strikes, Lifts, Ban, RevokedAt) == (before.Strikes, before.Lifts, before.Ban, before.RevokedAt) ? before.SanctionsNumber
            : before.SanctionsNumber + 1;
        return number == SanctionsNumber ? this : this with { SanctionsNumber = number };
    }

    /// <summary>The state after an erasure: only later strikes, and a later ban or revocation stay.</summary>
    public UserState After(DateTimeOffset erasedAt)
    {
        var left = New with
        {
            Strikes = Strikes.After(erasedAt),
            Ban = Ban is { } ban && ban.At > erasedAt ? ban : null,
            RevokedAt = RevokedAt > erasedAt ? RevokedAt : null,
        };
        return left == New ? New : left with { SanctionsNumber = SanctionsNumber };
    }

    public bool IsBanned(DateTimeOffset now) => Ban is { } ban && ban.Stands(now);

    /// <summary>
    /// Whether a ban blocks the user, strikes block the device, or the overflow blocks a device without a passed challenge.
    /// </summary>
    public bool IsBlocked(DeviceId device, DateTimeOffset passedAt, DateTimeOffset now, Policy policy) =>
        IsBanned(now) || Strikes.Block(device, now, policy) || IsOverflowed(device, passedAt, now, policy);

    /// <summary>Whether the user is blocked on the device by more than behaviour: by a ban, failed challenges, or the overflow.</summary>
    public bool IsBarred(DeviceId device, DateTimeOffset passedAt, DateTimeOffset now, Policy policy) =>
        IsBanned(now) || Strikes.Fail(device, now, policy) || IsOverflowed(device, passedAt, now, policy);

    private bool IsOverflowed(DeviceId device, DateTimeOffset passedAt, DateTimeOffset now, Policy policy) =>
        Strikes.Overflows(now, policy) && !Knows(device) && passedAt <= Strikes.OverflowAt && !Strikes.IsSpared(device);

    public UserState Add(DeviceId device, StrikeKind kind, DateTimeOffset at, Policy policy) =>
        WithStrikes(Strikes.Add(device, kind, at, policy, out var forgotten), forgotten);

    /// <summary>A device whose open strike was dropped is no longer known, so the overflow blocks it.</summary>
    private UserState WithStrikes(Strikes strikes, DeviceId? forgotten) =>
        this with { Strikes = strikes, Devices = forgotten is { } unknown ? Devices.RemoveAll(one => one.Device == unknown) : Devices };

    /// <summary>
    /// What the windows of a session leave to later ones. Of an agent's session, only what speaks against the user: less trust, and more
    /// evidence for a bot.
    /// </summary>
    public UserState After(SessionState session, double trust, in BotEvidence bot, DateTimeOffset now, Policy policy)
    {
        var noted = BotLogOdds.Note(session.Device, bot, session.OpenedAt, now, policy);
        if (!session.IsOfAgent)
            return this with { CarryOver = trust, BotLogOdds = noted };
        var isLess = (this with { CarryOver = trust }).StartingTrust(policy) < StartingTrust(policy);
        var isMore = noted.Of(session.Device, now, policy).Sum > BotLogOdds.Of(session.Device, now, policy).Sum;
        return this with { CarryOver = isLess ? trust : CarryOver, BotLogOdds = isMore ? noted : BotLogOdds };
    }

    /// <summary>Closes the device's strikes, after a challenge that was passed in an agent's session.</summary>
    public UserState SettleStrikes(DeviceId device) =>
        Strikes.Settle(device) is var strikes && ReferenceEquals(strikes, Strikes) ? this : this with { Strikes = strikes };

    /// <summary>Applies a passed challenge: closes the device's strikes and resets its bot log odds.</summary>
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

    /// <summary>Adds the excuse that a passed challenge gives the device.</summary>
    public UserState Add(DeviceId device, Excuse excuse, DateTimeOffset now, Policy policy) =>
        Excuses.With(device, excuse, now, policy) is var excuses && ReferenceEquals(excuses, Excuses)
            ? this
            : this with
            {
                Excuses = excuses,
            };

    /// <summary>
    /// Applies an administrator's lift to a device, or (null) to all devices and the overflow. Latched sessions notice it at their next
    /// decision (<see cref="SessionState.UpToDate"/>). Bans stay.
    /// </summary>
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

    /// <summary>
    /// Ends every session that was opened until then. Takes back what would make the next one trusted: the carry-over, that challenges
    /// passed until then prove who is at a device, and what they excused. What speaks against the user stays. After a revocation of the
    /// same time or a later one, nothing changes.
    /// </summary>
    public UserState Revoke(DateTimeOffset until) => RevokedAt >= until ? this : this with
    {
        RevokedAt = until,
        CarryOver = null,
        Excuses = new() { Devices = Excuses.Devices.RemoveAll(one => one.Excuse.PassedAt <= until) },
        Devices = [.. Devices.Select(known => known.PassedAt <= until ? known with { PassedAt = DateTimeOffset.UnixEpoch } : known)],
    };

    /// <summary>The time of something that comes after the last revocation, whose node may be ahead of this one.</summary>
    public DateTimeOffset OpensAt(DateTimeOffset now) => RevokedAt is { } revoked && revoked >= now ? revoked.AddMilliseconds(1) : now;

    /// <summary>Whether the device is known: a challenge was passed on it. False without a device.</summary>
    public bool Knows(DeviceId device) => PassedOn(device) is not null;

    /// <summary>Whether a challenge was passed on the device so recently that it proves who the user is.</summary>
    public bool IsProven(DeviceId device, DateTimeOffset now, Policy policy) =>
        PassedOn(device) is { } at && ClockSkew.NotToCome(at, now) == at && now - at < policy.PassProvesDeviceFor;

    /// <summary>After a failed challenge, earlier ones no longer prove who is at the device. It stays known.</summary>
    public UserState Doubt(DeviceId device)
    {
        for (var i = 0; i < Devices.Length; i++)
        {
            if (Devices[i].Device == device)
                return this with { Devices = Devices.SetItem(i, new(device, DateTimeOffset.UnixEpoch)) };
        }

        return this;
    }

    private DateTimeOffset? PassedOn(DeviceId device)
    {
        foreach (var known in Devices)
        {
            if (known.Device == device && device != DeviceId.None)
                return known.PassedAt;
        }

        return null;
    }

    /// <summary>Makes the device known, after a passed challenge.</summary>
    public UserState Remember(DeviceId device, DateTimeOffset passedAt)
    {
        if (device == DeviceId.None)
            return this;
        var others = Devices.RemoveAll(one => one.Device == device);
        return this with { Devices = [.. others[Math.Max(0, others.Length - MaxDevices + 1)..], new(device, passedAt)] };
    }

    /// <summary>
    /// Adds an opening. If there is no room, it replaces the oldest from the same place, so an attacker who opens many sessions replaces
    /// only their own openings, not those to compare with.
    /// </summary>
    public UserState Note(Opening opening)
    {
        var kept = Openings.RemoveAll(o => o.Device == opening.Device && o.Place == opening.Place);
        if (kept.Length >= MaxOpenings)
            kept = kept.Remove(kept.FirstOrDefault(o => o.Place == opening.Place, kept[0]));
        return this with { Openings = kept.Add(opening) };
    }

    /// <summary>Whether the user has an open, unexpired strike on any device.</summary>
    public bool IsStruck(DateTimeOffset now, Policy policy) => Strikes.Stand(now, policy);

    /// <summary>The initial trust of a new session.</summary>
    public double StartingTrust(Policy policy) =>
        CarryOver is { } carried
            ? Math.Clamp(
                policy.InitialTrust + (policy.CarryOverShare * (carried - policy.InitialTrust)),
                policy.CarryOverFloor,
                policy.CarryOverCeiling
            )
            : policy.InitialTrust;
}
