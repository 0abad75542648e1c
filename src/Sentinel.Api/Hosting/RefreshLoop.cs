namespace Sentinel.Api.Hosting;

/// <summary>
/// Refreshes what the node holds of cold storage, outside of requests: at once, because the start waits for other parts since it was read,
/// and then every interval.
/// </summary>
/// <param name="refresh">Fails only when it is cancelled.</param>
/// <param name="interval">From the beginning of one refresh to that of the next.</param>
/// <param name="time">The clock.</param>
internal sealed class RefreshLoop(Func<CancellationToken, Task> refresh, TimeSpan interval, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
                await refresh(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}

internal static class RefreshLoops
{
    /// <summary>Refreshes a part of the node every interval.</summary>
    public static IServiceCollection AddRefresh<T>(
        this IServiceCollection services, TimeSpan interval, Func<T, Func<CancellationToken, Task>> refresh)
        where T : notnull => services.AddSingleton<IHostedService>(provider => new RefreshLoop(
            refresh(provider.GetRequiredService<T>()), interval, provider.GetRequiredService<TimeProvider>()));
}
