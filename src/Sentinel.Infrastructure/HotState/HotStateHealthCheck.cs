using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>
/// Pings hot state for at most a second. Unhealthy if it is away, lost, may evict, or has no room because of the outbox: every decision is
/// then CHALLENGE.
/// </summary>
internal sealed class HotStateHealthCheck(IConnectionMultiplexer redis, OutboxMonitor pressure, Markers markers,
    RedisAccess access, HotStateOptions options) : IHealthCheck
{
    public const string Name = "hot_state";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(TimeSpan.FromSeconds(1), cancellationToken);
            if (markers.Lost > 0)
            {
                return HealthCheckResult.Unhealthy($"{options.Part}: {markers.Lost} partitions were lost or are older, "
                    + "decisions there are CHALLENGE until strikes and bans are published to them");
            }

            var now = pressure.Now();
            return now.Level switch
            {
                PressureLevel.Evicting => HealthCheckResult.Unhealthy(
                    $"{options.Part}: maxmemory-policy {now.Policy} may evict, decisions are CHALLENGE until it is noeviction"),
                PressureLevel.Full => HealthCheckResult.Unhealthy(
                    $"{options.Part}: the outbox takes {now.Share:P0} of its memory, decisions are CHALLENGE until it has drained"),
                PressureLevel.Unknown => HealthCheckResult.Degraded(
                    $"{options.Part}: the outbox's share of its memory could not be read for {OutboxMonitor.Expiry.TotalSeconds:F0} s"),
                PressureLevel.High => HealthCheckResult.Degraded($"{options.Part}: the outbox takes {now.Share:P0} of its memory"),
                _ => HealthCheckResult.Healthy(options.Part),
            };
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy(await access.Diagnose(e) is { } refusal ? $"{options.Part} refuses Sentinel: {refusal}"
                : $"{options.Part} is away: {e.GetType().Name}");
        }
    }
}
