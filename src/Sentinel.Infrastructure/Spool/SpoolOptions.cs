namespace Sentinel.Infrastructure.Spool;

/// <summary>The bounds of the local spool.</summary>
public sealed record SpoolOptions
{
    /// <summary>The maximum size of all segments and waiting lines, in bytes; records beyond it are dropped and counted.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>The size in bytes at which a new segment begins.</summary>
    public long SegmentBytes { get; init; } = 4L << 20;
}
