using Microsoft.Extensions.Hosting;

namespace Sentinel.Infrastructure.Spool;

/// <summary>Flushes the spool one second after a record arrives, so a kill loses at most one second. Sleeps otherwise.</summary>
internal sealed class SpoolFlusher : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly FileSpool spool;
    private readonly TimeProvider time;
    private readonly Bell work = new();

    public SpoolFlusher(FileSpool spool, TimeProvider time)
    {
        (this.spool, this.time) = (spool, time);
        spool.Added += work.Ring;
    }

    public override void Dispose()
    {
        spool.Added -= work.Ring;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isWritten = true;
        try
        {
            while (true)
            {
                if (isWritten) await work.Wait(stoppingToken);
                await Task.Delay(Patience, time, stoppingToken);
                isWritten = spool.Flush();
            }
        }
        catch (OperationCanceledException)
        {
            spool.Flush();
        }
    }
}
