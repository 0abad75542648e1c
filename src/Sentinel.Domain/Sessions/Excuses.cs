using System.Collections.Immutable;
using Sentinel.Domain.Detection;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>
/// What a passed challenge excuses on a device: the groups of aspects that spoke for a bot until then. A device's offset stays after the
/// challenge; without an excuse, the person would be challenged again and again for the same error.
/// </summary>
/// <param name="Groups">The groups.</param>
/// <param name="PassedAt">When the challenge was passed, server time.</param>
public readonly record struct Excuse(GroupSet Groups, DateTimeOffset PassedAt)
{
    public static readonly Excuse None = new(GroupSet.None, DateTimeOffset.UnixEpoch);

    /// <summary>The groups that are excused at this time.</summary>
    public GroupSet At(DateTimeOffset now, Policy policy) => now - PassedAt < policy.ExcuseLifetime ? Groups : GroupSet.None;

    /// <summary>After another passed challenge: the groups that spoke before it, and those that are still excused.</summary>
    public Excuse Renew(GroupSet speaking, DateTimeOffset now, Policy policy) => new(At(now, policy).With(speaking), now);
}

/// <summary>The excuse of one device.</summary>
public readonly record struct DeviceExcuse(DeviceId Device, Excuse Excuse);

/// <summary>A user's excuses, one for each device, the newest last. Immutable.</summary>
public sealed record Excuses
{
    /// <summary>As many as a user has known devices.</summary>
    public const int MaxDevices = UserState.MaxDevices;

    public static readonly Excuses None = new();

    public ImmutableArray<DeviceExcuse> Devices { get; init; } = [];

    /// <summary>The excuse of the device; null for none, and for sessions without a device.</summary>
    public Excuse? Of(DeviceId device)
    {
        foreach (var one in Devices)
        {
            if (one.Device == device && device != DeviceId.None)
                return one.Excuse;
        }

        return null;
    }

    /// <summary>Adds an excuse, instead of the device's last one. Expired ones are dropped.</summary>
    public Excuses With(DeviceId device, Excuse excuse, DateTimeOffset now, Policy policy)
    {
        if (device == DeviceId.None || excuse.Groups == GroupSet.None)
            return this;
        var others = Devices.RemoveAll(one => one.Device == device || one.Excuse.At(now, policy) == GroupSet.None);
        return new() { Devices = [.. others[Math.Max(0, others.Length - MaxDevices + 1)..], new(device, excuse)] };
    }
}
