using System.Collections.Immutable;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>The cause of a strike.</summary>
public enum StrikeKind : byte { Block, FailedChallenge }

/// <summary>A strike of a user on one device: a block, failed challenges, or both.</summary>
/// <param name="Device">The device.</param>
/// <param name="At">Server time of the last event; each new event extends the earlier ones.</param>
/// <param name="Blocked">Whether a session was blocked.</param>
/// <param name="Failures">The number of failed challenges, at most 255.</param>
/// <param name="Open">Whether it was neither answered by a passed challenge nor lifted.</param>
public readonly record struct Strike(DeviceId Device, DateTimeOffset At, bool Blocked, byte Failures, bool Open)
{
    /// <summary>Adds an event. Events before a passed challenge do not count again.</summary>
    public Strike With(StrikeKind kind, DateTimeOffset at)
    {
        var before = Open ? this : default;
        return new(
            Device, at > At ? at : At, before.Blocked || kind == StrikeKind.Block,
            (byte)Math.Min(before.Failures + (kind == StrikeKind.FailedChallenge ? 1 : 0), byte.MaxValue), Open: true);
    }

    public bool Stands(DateTimeOffset now, Policy policy) => Open && now - At < policy.StrikeLifetime;

    public bool Blocks(DateTimeOffset now, Policy policy) => Stands(now, policy) && (Blocked || Failures >= policy.StrikesToBlock);
}

/// <summary>A user's strikes: one entry per device, and the strike overflow. Immutable.</summary>
public sealed record Strikes
{
    /// <summary>Maximum number of devices.</summary>
    public const int MaxDevices = 16;

    public static readonly Strikes None = new();

    /// <summary>The resolution of stored times.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>The strikes, the newest last.</summary>
    public ImmutableArray<Strike> Devices { get; init; } = [];

    /// <summary>
    /// When an open strike was last dropped for lack of room; null for never. From then on, for the lifetime of strikes, every device
    /// without a passed challenge is blocked, so that strikes on other devices never unblock one.
    /// </summary>
    public DateTimeOffset? OverflowAt { get; init; }

    public bool Overflows(DateTimeOffset now, Policy policy) => now - OverflowAt < policy.StrikeLifetime;

    /// <summary>Whether a block, or as many failed challenges as the policy requires, blocks the device.</summary>
    public bool Block(DeviceId device, DateTimeOffset now, Policy policy)
    {
        foreach (var strike in Devices)
        {
            if (strike.Device == device && strike.Blocks(now, policy))
                return true;
        }

        return false;
    }

    /// <summary>Whether failed challenges alone, as many as the policy requires, block the device.</summary>
    public bool Fail(DeviceId device, DateTimeOffset now, Policy policy)
    {
        foreach (var strike in Devices)
        {
            if (strike.Device == device && strike.Stands(now, policy) && strike.Failures >= policy.StrikesToBlock)
                return true;
        }

        return false;
    }

    /// <summary>Whether the user has an open strike on any device.</summary>
    public bool Stand(DateTimeOffset now, Policy policy)
    {
        foreach (var strike in Devices)
        {
            if (strike.Stands(now, policy))
                return true;
        }

        return Overflows(now, policy);
    }

    /// <summary>
    /// Adds a strike and removes expired ones. <paramref name="forgotten"/> is the device whose open strike was dropped; null for none.
    /// </summary>
    public Strikes Add(DeviceId device, StrikeKind kind, DateTimeOffset at, Policy policy, out DeviceId? forgotten)
    {
        var alive = Devices.Where(s => at - s.At < policy.StrikeLifetime).ToList();
        var mine = alive.FindIndex(s => s.Device == device) is >= 0 and var index ? alive[index] : new(device, at, false, 0, false);
        alive.Remove(mine);
        var next = this with { OverflowAt = Overflows(at, policy) ? OverflowAt : null };
        return next.With(alive, mine.With(kind, at), at, out forgotten);
    }

    /// <summary>
    /// Adds a strike. If there is no room, a closed strike is dropped first, if possible one that the overflow does not depend on. Dropping
    /// an open strike sets the overflow.
    /// </summary>
    private Strikes With(List<Strike> others, Strike one, DateTimeOffset at, out DeviceId? forgotten)
    {
        forgotten = null;
        if (others.Count < MaxDevices)
            return this with { Devices = [.. others, one] };
        var index = others.FindIndex(s => !s.Open && !(s.At > OverflowAt));
        if (index < 0)
            index = Math.Max(0, others.FindIndex(s => !s.Open));
        var gone = others[index];
        others.RemoveAt(index);
        if (gone.Open)
            forgotten = gone.Device;
        return this with { Devices = [.. others, one], OverflowAt = gone.Open ? at : OverflowAt };
    }

    /// <summary>
    /// Whether the overflow does not apply to the device: its strike is later and closed. Sessions without a device are never exempt.
    /// </summary>
    public bool IsSpared(DeviceId device)
    {
        foreach (var strike in Devices)
        {
            if (strike.Device == device && device != DeviceId.None)
                return !strike.Open && strike.At > OverflowAt;
        }

        return false;
    }

    /// <summary>Whether the device, or any device, has a strike, or there is an overflow.</summary>
    public bool Has(DeviceId? device, DateTimeOffset now, Policy policy) =>
        Overflows(now, policy) || (device is { } one ? Devices.Any(s => s.Device == one) : !Devices.IsEmpty);

    /// <summary>Keeps only strikes after this time.</summary>
    public Strikes After(DateTimeOffset at)
    {
        Strikes left = new() { Devices = [.. Devices.Where(s => s.At > at)], OverflowAt = OverflowAt > at ? OverflowAt : null };
        return left.Devices.IsEmpty && left.OverflowAt is null ? None : left;
    }

    /// <summary>Applies an administrator's lift to one device, including the overflow.</summary>
    public Strikes Lift(DeviceId device, DateTimeOffset now, out DeviceId? forgotten)
    {
        // Later than the overflow that adding this entry may set, which applies to other devices.
        var lifted = new Strike(device, now + Tick, false, 0, Open: false);
        return With([.. Devices.Where(s => s.Device != device)], lifted, now, out forgotten);
    }

    /// <summary>Closes the device's strikes after a passed challenge.</summary>
    public Strikes Settle(DeviceId device) =>
        Devices.Any(s => s.Open && s.Device == device)
            ? this with { Devices = [.. Devices.Select(s => s.Device == device ? s with { Open = false } : s)] }
            : this;
}
