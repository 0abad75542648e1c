namespace Sentinel.Infrastructure.Spool;

/// <summary>The bounds of the local spool.</summary>
public sealed record SpoolOptions
{
    /// <summary>Bytes over all segments and what waits to be written; more is dropped and counted.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>Bytes after which a new segment begins: what a delivery holds in memory at once.</summary>
    public long SegmentBytes { get; init; } = 4L << 20;
}
