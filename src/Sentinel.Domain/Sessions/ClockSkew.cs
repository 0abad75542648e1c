namespace Sentinel.Domain.Sessions;

/// <summary>The tolerated difference between nodes' clocks.</summary>
public static class ClockSkew
{
    /// <summary>
    /// A smaller difference is ignored. A stored time that is further ahead comes from a wrong clock, or is read by one, and counts as now.
    /// Otherwise a node could ignore evidence, or lock users out, until that time.
    /// </summary>
    public static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(5);

    /// <summary>Replaces a stored time that is too far ahead with now.</summary>
    public static DateTimeOffset NotToCome(DateTimeOffset stored, DateTimeOffset now) => stored - now > Tolerated ? now : stored;
}
