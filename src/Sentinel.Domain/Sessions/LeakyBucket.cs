using System.Runtime.InteropServices;

namespace Sentinel.Domain.Sessions;

/// <summary>
/// A leaky bucket in eight bytes: each use adds one, and it drains at the policy's rate. It is part of the state that it limits, so every
/// node counts the same. One that was used at a time which is still to come, by a node whose clock is wrong, is begun anew: else it would
/// be full until then.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct LeakyBucket
{
    /// <summary>The level is kept in steps of 1/1024, below 1024, in the lowest bits; Unix ms above it.</summary>
    private const int LevelBits = 20;

    private const double Step = 1024;

    private readonly ulong packed;

    private LeakyBucket(ulong packed) => this.packed = packed;

    /// <summary>Whether another use would be too many.</summary>
    /// <param name="now">Server time.</param>
    /// <param name="perSecond">What drains in a second.</param>
    /// <param name="burst">What it holds, below 1,000.</param>
    public bool IsFull(DateTimeOffset now, double perSecond, double burst) => Level(now, perSecond) + 1 > burst;

    /// <summary>After a use.</summary>
    public LeakyBucket Use(DateTimeOffset now, double perSecond)
    {
        var level = (ulong)Math.Min((1 << LevelBits) - 1, Math.Ceiling((Level(now, perSecond) + 1) * Step));
        var at = Math.Max(0, now.ToUnixTimeMilliseconds());
        return new(((ulong)(IsToCome(at) ? at : Math.Max(UsedAt, at)) << LevelBits) | level);
    }

    private long UsedAt => (long)(packed >> LevelBits);

    private double Level(DateTimeOffset now, double perSecond)
    {
        var at = now.ToUnixTimeMilliseconds();
        if (IsToCome(at))
            return 0;
        var elapsed = Math.Max(0, at - UsedAt) / 1000.0;
        return Math.Max(0, ((packed & ((1 << LevelBits) - 1)) / Step) - (elapsed * perSecond));
    }

    private bool IsToCome(long now) => UsedAt - now > ClockSkew.Tolerated.TotalMilliseconds;
}
