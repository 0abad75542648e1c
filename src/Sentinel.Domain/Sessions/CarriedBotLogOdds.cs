using System.Collections.Immutable;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>The carried bot log odds of one device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Nats">Nats for <em>bot</em> at <paramref name="At"/>; 0 if none is left.</param>
/// <param name="At">When it last rose or was reset; server time.</param>
public readonly record struct DeviceBotLogOdds(DeviceId Device, double Nats, DateTimeOffset At)
{
    public double Left(DateTimeOffset now, Policy policy) => Nats * Share(now, policy);

    /// <summary>The remaining share after decay, 0..1.</summary>
    public double Share(DateTimeOffset now, Policy policy) => now > At ? Math.Pow(0.5, (now - At) / policy.BotLogOddsHalfLife) : 1;
}

/// <summary>
/// The bot log odds that a user's sessions leave, by device, so that a bot that opens a session for every few key strokes does not lose its
/// evidence. It halves with time and is capped well below a block. An unknown device starts with the user's highest value, and the lowest
/// is removed first, so new devices do not remove the evidence. Immutable.
/// </summary>
public sealed record CarriedBotLogOdds
{
    public const int MaxDevices = 8;

    public static readonly CarriedBotLogOdds None = new();

    /// <summary>
    /// Nats: values are stored in these steps, and changes up to half a step are ignored, so that a person's sessions seldom change the
    /// user's state.
    /// </summary>
    internal const double Step = 0.5;

    /// <summary>The devices, unordered, each once.</summary>
    public ImmutableArray<DeviceBotLogOdds> Devices { get; init; } = [];

    /// <summary>The nats with which a session on the device starts.</summary>
    public double Of(DeviceId device, DateTimeOffset now, Policy policy) =>
        Find(device) is { } own ? own.Left(now, policy) : Highest(now, policy);

    /// <summary>
    /// Updates the value after a session's windows were judged. A session lowers only evidence from before it was opened.
    /// </summary>
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

    /// <summary>Resets the device's value after a passed challenge or an administrator's lift.</summary>
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
