namespace Sentinel.Infrastructure.HotState;

/// <summary>Where hot state is and how long to wait for it.</summary>
public sealed record HotStateOptions
{
    /// <summary>As <see cref="RedisSetting"/> reads it; null starts Garnet in the process.</summary>
    public string? Redis { get; init; }

    /// <summary>Where the embedded Garnet keeps its log, beside the database.</summary>
    public string DataDirectory { get; init; } = "./data";

    /// <summary>How long one request may wait for hot state before the node answers without it; ms, 10–1000.</summary>
    public int TimeoutMilliseconds { get; init; } = 80;

    /// <summary>
    /// Sessions whose state a node keeps after writing it, so that their next batch needs no read; about 4 KiB each, 0–1,000,000. 0 reads
    /// every time.
    /// </summary>
    public int RecentSessions { get; init; }

    /// <summary>How long a user's carry-over lives without a session.</summary>
    public TimeSpan UserLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>The part's name as the start log and the health check say it.</summary>
    public string Part => Redis is null ? "Garnet (embedded)" : "Redis";
}
