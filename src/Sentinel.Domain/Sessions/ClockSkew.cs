namespace Sentinel.Domain.Sessions;

/// <summary>What nodes' clocks may differ by.</summary>
public static class ClockSkew
{
    /// <summary>
    /// Within it two clocks count as agreeing. A stored time that is still further ahead was written by a clock that is wrong, or is read
    /// by one, and counts as now: so that no node is blind, or locks anybody out, until the time has come.
    /// </summary>
    public static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(5);

    /// <summary>A stored time as it counts now.</summary>
    public static DateTimeOffset NotToCome(DateTimeOffset stored, DateTimeOffset now) => stored - now > Tolerated ? now : stored;
}
