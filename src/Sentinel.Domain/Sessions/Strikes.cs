using System.Collections.Immutable;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>What a strike is for.</summary>
public enum StrikeKind : byte { Block, FailedChallenge }

/// <summary>What stands against a user on one device: a block, failed challenges, or both.</summary>
/// <param name="Device">Where it happened.</param>
/// <param name="At">Server time of the last of them: each new one keeps the earlier ones standing for as long again.</param>
/// <param name="Blocked">A session was blocked.</param>
/// <param name="Failures">Failed challenges, at most 255.</param>
/// <param name="Open">No challenge has been passed on the device since.</param>
public readonly record struct Strike(DeviceId Device, DateTimeOffset At, bool Blocked, byte Failures, bool Open)
{
    /// <summary>With one more of them. What a passed challenge has answered is not counted again.</summary>
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

/// <summary>A user's strikes: one entry for each device, and a mark for those that there was no room for. Immutable.</summary>
public sealed record Strikes
{
    /// <summary>Strikes are kept of at most this many devices.</summary>
    public const int MaxDevices = 16;

    public static readonly Strikes None = new();

    /// <summary>The resolution that times are kept in.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>The device that was struck last at the end.</summary>
    public ImmutableArray<Strike> Devices { get; init; } = [];

    /// <summary>
    /// When an open strike last had to be forgotten for want of room. For the policy's lifetime of strikes from then on every device on
    /// which no challenge was passed is blocked, so that striking other devices never unblocks one. Null while none was forgotten.
    /// </summary>
    public DateTimeOffset? OverflowAt { get; init; }

    public bool Overflows(DateTimeOffset now, Policy policy) => now - OverflowAt < policy.StrikeLifetime;

    /// <summary>Whether one block, or as many failed challenges as the policy says, stand against the device.</summary>
    public bool Block(DeviceId device, DateTimeOffset now, Policy policy)
    {
        foreach (var strike in Devices)
        {
            if (strike.Device == device && strike.Blocks(now, policy))
                return true;
        }

        return false;
    }

    /// <summary>Whether anything stands against the user, on whatever device.</summary>
    public bool Stand(DateTimeOffset now, Policy policy)
    {
        foreach (var strike in Devices)
        {
            if (strike.Stands(now, policy))
                return true;
        }

        return Overflows(now, policy);
    }

    /// <summary>With one more, and without what has expired.</summary>
    /// <param name="device">Where.</param>
    /// <param name="kind">What for.</param>
    /// <param name="at">Server time.</param>
    /// <param name="policy">How long strikes last.</param>
    /// <param name="forgotten">The device whose open strike had to go; null for none. Answered ones go first.</param>
    public Strikes Add(DeviceId device, StrikeKind kind, DateTimeOffset at, Policy policy, out DeviceId? forgotten)
    {
        var alive = Devices.Where(s => at - s.At < policy.StrikeLifetime).ToList();
        var mine = alive.FindIndex(s => s.Device == device) is >= 0 and var index ? alive[index] : new(device, at, false, 0, false);
        alive.Remove(mine);
        var next = this with { OverflowAt = Overflows(at, policy) ? OverflowAt : null };
        return next.With(alive, mine.With(kind, at), at, out forgotten);
    }

    /// <summary>
    /// These and one more. For want of room an answered one goes first, of those one that the overflow does not depend on; an open one
    /// leaves the mark.
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
    /// Whether the overflow is answered for the device: what is kept of it is later, and was answered or lifted. Sessions without a
    /// device share none.
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

    /// <summary>Whether anything is on record, of one device or of any.</summary>
    public bool Has(DeviceId? device, DateTimeOffset now, Policy policy) =>
        Overflows(now, policy) || (device is { } one ? Devices.Any(s => s.Device == one) : !Devices.IsEmpty);

    /// <summary>Those that came after it.</summary>
    public Strikes After(DateTimeOffset at)
    {
        Strikes left = new() { Devices = [.. Devices.Where(s => s.At > at)], OverflowAt = OverflowAt > at ? OverflowAt : null };
        return left.Devices.IsEmpty && left.OverflowAt is null ? None : left;
    }

    /// <summary>An administrator lifts what stands against one device, also by the overflow.</summary>
    /// <param name="device">Which.</param>
    /// <param name="now">Server time.</param>
    /// <param name="forgotten">The device whose open strike had to go; null for none.</param>
    public Strikes Lift(DeviceId device, DateTimeOffset now, out DeviceId? forgotten)
    {
        // Later than the mark that its own entry may leave: that one is for the others.
        var lifted = new Strike(device, now + Tick, false, 0, Open: false);
        return With([.. Devices.Where(s => s.Device != device)], lifted, now, out forgotten);
    }

    /// <summary>A passed challenge answers the device's strikes.</summary>
    public Strikes Settle(DeviceId device) =>
        Devices.Any(s => s.Open && s.Device == device)
            ? this with { Devices = [.. Devices.Select(s => s.Device == device ? s with { Open = false } : s)] }
            : this;
}
