using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sentinel.Infrastructure.Clocks;

/// <summary>
/// A node whose clock is wrong is unhealthy, so that a balancer sends it nothing; where nobody knows whose is wrong, it is degraded.
/// </summary>
internal sealed class ClockHealthCheck(ClockWatch watch, ClockSources sources) : IHealthCheck
{
    public const string Name = "clock";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = watch.Now;
        return Task.FromResult(now.State switch
        {
            _ when sources is { Redis: false, Postgres: false } => HealthCheckResult.Healthy("the machine's: embedded parts share it"),
            ClockState.Wrong => HealthCheckResult.Unhealthy($"this node's clock is wrong: {now}"),
            ClockState.Doubtful => HealthCheckResult.Degraded($"clocks differ: {now}"),
            _ => HealthCheckResult.Healthy(now.ToString()),
        });
    }
}
