using Sentinel.Application.ApiKeys;

namespace Sentinel.Api.Authentication;

/// <summary>Keeps the node's keys fresh, and brings to cold storage which of them were used: never on a request's own time.</summary>
internal sealed class ApiKeyRefresh(ApiKeyCache ring, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ApiKeyCache.RefreshInterval, time);
        try
        {
            // What was read before the first request may be old by now: parts are waited for at a start.
            do
                await ring.Refresh(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
