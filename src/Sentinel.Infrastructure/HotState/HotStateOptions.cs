namespace Sentinel.Infrastructure.HotState;

/// <summary>The location of hot state, and how long to wait for it.</summary>
public sealed record HotStateOptions
{
    /// <summary>In a form that <see cref="RedisSetting"/> reads; null starts Garnet in this process.</summary>
    public string? Redis { get; init; }

    /// <summary>The folder of the embedded Garnet's log, beside the database.</summary>
    public string DataDirectory { get; init; } = "./data";

    /// <summary>How long a request may wait for hot state before the node answers without it; ms, 10–1000.</summary>
    public int TimeoutMilliseconds { get; init; } = 80;

    /// <summary>
    /// How many sessions a node recalls, so that their next batch needs no read; about 4 KiB each, 0–1,000,000. 0 reads every time.
    /// </summary>
    public int RecentSessions { get; init; }

    /// <summary>How long a user's carry-over is kept without a session.</summary>
    public TimeSpan UserLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>The part's name in the start log and the health check.</summary>
    public string Part => Redis is null ? "Garnet (embedded)" : "Redis";
}
