using Sentinel.Application.Policies;

namespace Sentinel.Api.Hosting;

/// <summary>Lets the node follow the tenants' policies, outside of requests.</summary>
internal sealed class PolicyRefresh(PoliciesInForce policies, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PoliciesInForce.RefreshInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await policies.Refresh(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
