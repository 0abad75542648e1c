using System.Collections.Immutable;

namespace Sentinel.Domain.Sessions;

/// <summary>The last lift of the blocks on one device.</summary>
/// <param name="Device">Which.</param>
/// <param name="Number">How many lifts the user had by then.</param>
public readonly record struct DeviceLift(DeviceId Device, int Number);

/// <summary>
/// How often an administrator has lifted a user's blocks. A latched block is kept in its session: each session knows how many lifts there
/// were when it last took one into
/// account, and begins anew when there is a later one for its device. Numbers and no times, because the nodes' clocks differ. Immutable.
/// </summary>
public sealed record Lifts
{
    /// <summary>One that is forgotten for want of room leaves sessions blocked that have not been used since.</summary>
    public const int MaxDevices = 8;

    public static readonly Lifts None = new();

    /// <summary>All of them.</summary>
    public int Count { get; init; }

    /// <summary>The number of the last one that was for every device; 0 for none.</summary>
    public int OfAll { get; init; }

    /// <summary>Those of single devices since then, the last one at the end.</summary>
    public ImmutableArray<DeviceLift> OfDevices { get; init; } = [];

    /// <summary>The number of the last one that was for this device; 0 for none.</summary>
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

    /// <param name="device">Null for every device.</param>
    public Lifts Add(DeviceId? device)
    {
        if (device is not { } one)
            return new() { Count = Count + 1, OfAll = Count + 1 };
        var others = OfDevices.RemoveAll(lift => lift.Device == one);
        return this with { Count = Count + 1, OfDevices = [.. others[Math.Max(0, others.Length - MaxDevices + 1)..], new(one, Count + 1)] };
    }
}
