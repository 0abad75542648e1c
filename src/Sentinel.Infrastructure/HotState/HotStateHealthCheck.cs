using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Pings hot state for at most a second. Away, or with an outbox that leaves no room, is unhealthy: every decision is a CHALLENGE then.</summary>
internal sealed class HotStateHealthCheck(IConnectionMultiplexer redis, OutboxPressure pressure, RedisAccess access,
    HotStateOptions options) : IHealthCheck
{
    public const string Name = "hot_state";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(TimeSpan.FromSeconds(1), cancellationToken);
            return pressure.Share switch
            {
                >= OutboxPressure.FullAt => HealthCheckResult.Unhealthy($"{options.Part}: the outbox takes {pressure.Share:P0} of its memory, decisions are CHALLENGE until it has drained"),
                >= OutboxPressure.AlertAt => HealthCheckResult.Degraded($"{options.Part}: the outbox takes {pressure.Share:P0} of its memory"),
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
