using Microsoft.Extensions.Hosting;

namespace Sentinel.Infrastructure.Spool;

/// <summary>Flushes the spool each second, so that a kill loses at most the last one.</summary>
internal sealed class SpoolFlusher(FileSpool spool, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) spool.Flush();
        }
        catch (OperationCanceledException)
        {
            spool.Flush();
        }
    }
}
