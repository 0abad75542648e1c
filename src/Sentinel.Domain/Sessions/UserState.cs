using System.Collections.Immutable;
using Sentinel.Domain.Trust;

namespace Sentinel.Domain.Sessions;

/// <summary>A block, or a failed challenge, of a user on a device.</summary>
/// <param name="Device">Where it happened.</param>
/// <param name="At">Server time.</param>
/// <param name="Open">A block that no challenge has answered yet: it blocks by itself.</param>
public readonly record struct Strike(DeviceId Device, DateTimeOffset At, bool Open);

/// <summary>What a user's sessions share.</summary>
public sealed record UserState
{
    /// <summary>At most this many strikes are kept, the newest.</summary>
    public const int MaxStrikes = 16;

    public static readonly UserState New = new();

    /// <summary>Changes whenever strikes do; <see cref="CommitId.None"/> while nothing was ever written.</summary>
    public CommitId Epoch { get; init; }

    /// <summary>The trust that the user's last scored session left, 0..1; null before the first.</summary>
    public double? CarryOver { get; init; }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<Strike> Strikes { get; init; } = [];

    /// <summary>Whether strikes block this user on this device.</summary>
    public bool IsBlocked(DeviceId device, DateTimeOffset now, Policy policy)
    {
        var count = 0;
        foreach (var strike in Strikes)
        {
            if (strike.Device != device || now - strike.At >= policy.StrikeLifetime)
                continue;
            if (strike.Open)
                return true;
            count++;
        }

        return count >= policy.StrikesToBlock;
    }

    /// <summary>Adds a strike and forgets expired ones.</summary>
    public UserState Add(Strike strike, Policy policy)
    {
        var kept = Strikes.Where(s => strike.At - s.At < policy.StrikeLifetime).TakeLast(MaxStrikes - 1);
        return this with { Strikes = [.. kept, strike] };
    }

    /// <summary>A passed challenge answers the device's open strikes; they go on counting.</summary>
    public UserState Settle(DeviceId device) =>
        Strikes.Any(s => s.Open && s.Device == device)
            ? this with { Strikes = [.. Strikes.Select(s => s.Device == device ? s with { Open = false } : s)] }
            : this;

    /// <summary>Where the trust of a new session starts.</summary>
    public double StartingTrust(Policy policy) => CarryOver is { } carried
        ? Math.Clamp(policy.InitialTrust + (policy.CarryOverShare * (carried - policy.InitialTrust)), policy.CarryOverFloor, policy.CarryOverCeiling)
        : policy.InitialTrust;
}
