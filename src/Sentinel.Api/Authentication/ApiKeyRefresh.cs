using Sentinel.Application.ApiKeys;

namespace Sentinel.Api.Authentication;

/// <summary>Refreshes the API keys of the node and writes to cold storage which of them were used, outside of requests.</summary>
internal sealed class ApiKeyRefresh(ApiKeyCache cache, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ApiKeyCache.RefreshInterval, time);
        try
        {
            // Refreshes at once: keys read before the start may be old, because the start waits for other parts.
            do
                await cache.Refresh(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
