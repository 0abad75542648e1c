using System.Runtime.InteropServices;

namespace Sentinel.Domain.Sessions;

/// <summary>
/// A leaky bucket in eight bytes: each use adds one, and it drains at the policy's rate. It is part of the state that it limits, so all
/// nodes count the same. If its last use is in the future, because of a node's wrong clock, it starts empty; otherwise it would not drain
/// until then.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct LeakyBucket
{
    /// <summary>The lowest bits hold the level in steps of 1/1024, below 1024; the others hold Unix ms.</summary>
    private const int LevelBits = 20;

    private const double Step = 1024;

    private readonly ulong packed;

    private LeakyBucket(ulong packed) => this.packed = packed;

    /// <summary>Whether another use would be too many.</summary>
    /// <param name="now">Server time.</param>
    /// <param name="perSecond">Uses that drain in a second.</param>
    /// <param name="burst">The capacity, below 1,000.</param>
    public bool IsFull(DateTimeOffset now, double perSecond, double burst) => Level(now, perSecond) + 1 > burst;

    /// <summary>Adds a use.</summary>
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
