using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sentinel.Infrastructure.Clocks;

/// <summary>
/// Unhealthy if this node's clock is wrong, so that a load balancer sends it no requests; degraded if it is unknown which clock is wrong.
/// </summary>
internal sealed class ClockHealthCheck(ClockWatch watch) : IHealthCheck
{
    public const string Name = "clock";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = watch.Now;
        return Task.FromResult(now.State switch
        {
            ClockState.Wrong => HealthCheckResult.Unhealthy($"this node's clock is wrong: {now}"),
            ClockState.Doubtful => HealthCheckResult.Degraded($"clocks differ: {now}"),
            _ when now.Others.Count == 0 => HealthCheckResult.Healthy("no other was heard of"),
            _ => HealthCheckResult.Healthy(now.ToString()),
        });
    }
}
