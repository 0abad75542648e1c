using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sentinel.Infrastructure.HotState;

/// <summary>Degraded while another node has another policy: decisions are made, but depend on the node.</summary>
internal sealed class PolicyHealthCheck(PolicyWatch watch, PolicyFingerprint mine) : IHealthCheck
{
    public const string Name = "policy";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var others = watch.Others;
        return Task.FromResult(others.Count == 0
            ? HealthCheckResult.Healthy(mine.Name)
            : HealthCheckResult.Degraded($"{mine.Name}, and {others.Count} nodes use another: {string.Join(", ", others.Distinct())}"));
    }
}
