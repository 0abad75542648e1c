using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Pings hot state for at most a second. Away is unhealthy: every decision is a CHALLENGE then.</summary>
internal sealed class HotStateHealthCheck(IConnectionMultiplexer redis, HotStateOptions options) : IHealthCheck
{
    public const string Name = "hot_state";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(TimeSpan.FromSeconds(1), cancellationToken);
            return HealthCheckResult.Healthy(options.Part);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"{options.Part} is away: {e.GetType().Name}");
        }
    }
}
