using Sentinel.Application.Lists;

namespace Sentinel.Api.Hosting;

/// <summary>Refreshes the lists of the node, outside of requests.</summary>
internal sealed class ListRefresh(ListCache cache, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ListCache.RefreshInterval, time);
        try
        {
            do
                await cache.Refresh(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
