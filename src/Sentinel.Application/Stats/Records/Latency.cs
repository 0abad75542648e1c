namespace Sentinel.Application.Stats.Records;

/// <summary>A histogram of durations with buckets that grow by a fifth, so that a quantile is right to 10 %.</summary>
public static class Latency
{
    public const int Buckets = 64;

    private const double Growth = 1.2;

    /// <summary>The upper bound of the first bucket.</summary>
    private const double FirstMilliseconds = 0.1;

    public static int BucketOf(TimeSpan duration) => Math.Clamp(
        (int)Math.Ceiling(Math.Log(Math.Max(duration.TotalMilliseconds, FirstMilliseconds) / FirstMilliseconds, Growth)), 0, Buckets - 1);

    /// <summary>The duration in ms that this share of requests did not exceed; null if none was counted.</summary>
    /// <param name="counts">Counts by <see cref="StatName.Bucket"/>.</param>
    /// <param name="share">0..1.</param>
    public static double? Quantile(Counts counts, double share)
    {
        var all = Enumerable.Range(0, Buckets).Select(bucket => counts[StatName.Bucket(bucket)]).ToArray();
        var (total, seen) = (all.Sum(), 0L);
        if (total == 0) return null;
        var wanted = share * total;
        for (var bucket = 0; ; bucket++)
        {
            seen += all[bucket];
            // The middle of the bucket, on the scale on which buckets are equal.
            if (seen >= wanted) return Math.Round(FirstMilliseconds * Math.Pow(Growth, bucket - 0.5), 2);
        }
    }
}
