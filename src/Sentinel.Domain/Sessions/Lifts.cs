using System.Collections.Immutable;

namespace Sentinel.Domain.Sessions;

/// <summary>The last lift of the blocks on one device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Number">The number of the lift: how many lifts the user has had.</param>
public readonly record struct DeviceLift(DeviceId Device, int Number);

/// <summary>
/// Counts an administrator's lifts of a user's blocks. A latched block is stored in its session. Each session stores the number of lifts
/// that it has applied, and resets its block when there is a later one for its device. It uses numbers instead of times, because nodes'
/// clocks differ. Immutable.
/// </summary>
public sealed record Lifts
{
    /// <summary>Maximum number of devices. A removed entry leaves blocked the sessions that have not been used since.</summary>
    public const int MaxDevices = 8;

    public static readonly Lifts None = new();

    /// <summary>The number of all lifts.</summary>
    public int Count { get; init; }

    /// <summary>The number of the last lift for all devices; 0 for none.</summary>
    public int OfAll { get; init; }

    /// <summary>Later lifts of single devices, oldest first.</summary>
    public ImmutableArray<DeviceLift> OfDevices { get; init; } = [];

    /// <summary>The number of the last lift that applies to this device; 0 for none.</summary>
    public int Last(DeviceId device)
    {
        var last = OfAll;
        foreach (var lift in OfDevices)
        {
            if (lift.Device == device)
                last = Math.Max(last, lift.Number);
        }

        return last;
    }

    /// <param name="device">The device; null for all.</param>
    public Lifts Add(DeviceId? device)
    {
        if (device is not { } one)
            return new() { Count = Count + 1, OfAll = Count + 1 };
        var others = OfDevices.RemoveAll(lift => lift.Device == one);
        return this with { Count = Count + 1, OfDevices = [.. others[Math.Max(0, others.Length - MaxDevices + 1)..], new(one, Count + 1)] };
    }
}
