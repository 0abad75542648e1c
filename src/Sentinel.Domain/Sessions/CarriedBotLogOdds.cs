using System.Collections.Immutable;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>The carried bot log odds of one device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Bot">The evidence at <paramref name="At"/>; none if none is left.</param>
/// <param name="At">When it last rose or was reset; server time.</param>
public readonly record struct DeviceBotLogOdds(DeviceId Device, BotEvidence Bot, DateTimeOffset At)
{
    public BotEvidence Left(DateTimeOffset now, Policy policy) => Bot.Scaled(Share(now, policy));

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

    /// <summary>The evidence with which a session on the device starts.</summary>
    public BotEvidence Of(DeviceId device, DateTimeOffset now, Policy policy) =>
        Find(device) is { } own ? own.Left(now, policy) : Highest(now, policy);

    /// <summary>
    /// Updates the value after a session's windows were judged. A session lowers only evidence from before it was opened.
    /// </summary>
    public CarriedBotLogOdds Note(DeviceId device, in BotEvidence evidence, DateTimeOffset openedAt, DateTimeOffset now, Policy policy)
    {
        var sum = evidence.Sum;
        var left = Math.Floor(Math.Min(sum, policy.MaxCarriedBotLogOdds) / Step) * Step;
        var before = Of(device, now, policy).Sum;
        var kept = left > 0 ? evidence.Scaled(left / sum) : default;
        if (left > before + (Step / 2))
            return With(new(device, kept, now), now, policy);
        if (left >= before - (Step / 2))
            return this;
        var basis = Find(device) is { } own ? own with { Device = device } : new(device, default, Devices.Max(one => one.At));
        return openedAt > basis.At ? With(basis with { Bot = kept.Scaled(1 / basis.Share(now, policy)) }, now, policy) : this;
    }

    /// <summary>Resets the device's value after a passed challenge or an administrator's lift.</summary>
    public CarriedBotLogOdds Settle(DeviceId device, DateTimeOffset now, Policy policy) =>
        Of(device, now, policy).Sum < Step / 2 ? this : With(new(device, default, now), now, policy);

    private DeviceBotLogOdds? Find(DeviceId device)
    {
        foreach (var one in Devices)
        {
            if (one.Device == device)
                return one;
        }

        return null;
    }

    private BotEvidence Highest(DateTimeOffset now, Policy policy)
    {
        var highest = default(BotEvidence);
        foreach (var one in Devices)
        {
            if (one.Left(now, policy) is var left && left.Sum > highest.Sum)
                highest = left;
        }

        return highest;
    }

    private CarriedBotLogOdds With(DeviceBotLogOdds entry, DateTimeOffset now, Policy policy)
    {
        var others = Devices.RemoveAll(one => one.Device == entry.Device);
        if (others.Length >= MaxDevices)
            others = others.Remove(others.MinBy(one => one.Left(now, policy).Sum));
        return this with { Devices = others.Add(entry) };
    }
}
