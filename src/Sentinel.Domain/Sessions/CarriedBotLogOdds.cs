using System.Collections.Immutable;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>What the sessions on a device have left of their bot log odds.</summary>
/// <param name="Device">Which.</param>
/// <param name="Nats">For <em>bot</em>, as of <paramref name="At"/>; 0 where it was made good.</param>
/// <param name="At">When it last rose, or was answered; server time.</param>
public readonly record struct DeviceBotLogOdds(DeviceId Device, double Nats, DateTimeOffset At)
{
    public double Left(DateTimeOffset now, Policy policy) => Nats * Share(now, policy);

    /// <summary>The part that time has left, 0..1.</summary>
    public double Share(DateTimeOffset now, Policy policy) => now > At ? Math.Pow(0.5, (now - At) / policy.BotLogOddsHalfLife) : 1;
}

/// <summary>
/// The bot evidence that a user's sessions hand on, device by device, so that a bot which opens a session for every few strokes is taken
/// for the one that it is. It halves with
/// time and is capped well under what blocks. A device of which nothing is kept starts with the user's highest, and the lowest is
/// forgotten first, so neither a new device nor
/// many of them wash it off. Immutable.
/// </summary>
public sealed record CarriedBotLogOdds
{
    public const int MaxDevices = 8;

    public static readonly CarriedBotLogOdds None = new();

    /// <summary>
    /// Nats: it is kept in such steps, and half of one changes nothing, so that a person's sessions seldom change what all of the user's
    /// sessions share.
    /// </summary>
    internal const double Step = 0.5;

    /// <summary>In no order; each device once.</summary>
    public ImmutableArray<DeviceBotLogOdds> Devices { get; init; } = [];

    /// <summary>Nats that a session on the device starts with.</summary>
    public double Of(DeviceId device, DateTimeOffset now, Policy policy) =>
        Find(device) is { } own ? own.Left(now, policy) : Highest(now, policy);

    /// <summary>
    /// After a session's windows were judged. It lowers only what the session has started with: one that was open before has not made
    /// good what came since.
    /// </summary>
    /// <param name="device">The session's.</param>
    /// <param name="botLogOdds">The session's now, in nats.</param>
    /// <param name="openedAt">When the session was opened.</param>
    /// <param name="now">Server time.</param>
    /// <param name="policy">The cap and the half-life.</param>
    public CarriedBotLogOdds Note(DeviceId device, double botLogOdds, DateTimeOffset openedAt, DateTimeOffset now, Policy policy)
    {
        var left = Math.Floor(Math.Min(botLogOdds, policy.MaxCarriedBotLogOdds) / Step) * Step;
        var before = Of(device, now, policy);
        if (left > before + (Step / 2))
            return With(new(device, left, now), now, policy);
        if (left >= before - (Step / 2))
            return this;
        var basis = Find(device) is { } own ? own with { Device = device } : new(device, 0, Devices.Max(one => one.At));
        return openedAt > basis.At ? With(basis with { Nats = left / basis.Share(now, policy) }, now, policy) : this;
    }

    /// <summary>A passed challenge, or an administrator, has answered it on the device.</summary>
    public CarriedBotLogOdds Settle(DeviceId device, DateTimeOffset now, Policy policy) =>
        Of(device, now, policy) < Step / 2 ? this : With(new(device, 0, now), now, policy);

    private DeviceBotLogOdds? Find(DeviceId device)
    {
        foreach (var one in Devices)
        {
            if (one.Device == device)
                return one;
        }

        return null;
    }

    private double Highest(DateTimeOffset now, Policy policy)
    {
        var highest = 0.0;
        foreach (var one in Devices)
            highest = Math.Max(highest, one.Left(now, policy));
        return highest;
    }

    private CarriedBotLogOdds With(DeviceBotLogOdds entry, DateTimeOffset now, Policy policy)
    {
        var others = Devices.RemoveAll(one => one.Device == entry.Device);
        if (others.Length >= MaxDevices)
            others = others.Remove(others.MinBy(one => one.Left(now, policy)));
        return this with { Devices = others.Add(entry) };
    }
}
