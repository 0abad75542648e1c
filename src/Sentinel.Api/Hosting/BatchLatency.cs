using System.Diagnostics.Metrics;
using Sentinel.Application.Ports;
using Sentinel.Application.Stats.Records;

namespace Sentinel.Api.Hosting;

/// <summary>
/// Counts how long batches take that this node answers, from the first byte to the answer, and adds it to the installation's stats every
/// ten seconds. While cold storage is away, the counts wait here; a crash loses at most those.
/// </summary>
internal sealed partial class BatchLatency : BackgroundService
{
    private const string BatchRoute = "api/v1/sessions/{sessionId}/batches";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(2);

    private readonly long[] buckets = new long[Latency.Buckets];
    private readonly MeterListener listener = new();
    private readonly IStats stats;
    private readonly TimeProvider time;
    private readonly ILogger<BatchLatency> logger;
    private bool failing;

    public BatchLatency(IStats stats, IMeterFactory meters, TimeProvider time, ILogger<BatchLatency> logger)
    {
        (this.stats, this.time, this.logger) = (stats, time, logger);
        listener.InstrumentPublished = (instrument, self) =>
        {
            // Another host of this process has its own factory.
            if (instrument.Name == "http.server.request.duration" && instrument.Meter.Scope == meters)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => Count(seconds, tags));
        listener.Start();
    }

    public override void Dispose()
    {
        listener.Dispose();
        base.Dispose();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(LastPatience);
        await Flush(limited.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Flush(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Normal shutdown.
        }
    }

    private void Count(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (isBatch, isScored) = (false, false);
        foreach (var tag in tags)
        {
            isBatch |= tag.Key == "http.route" && tag.Value is BatchRoute;
            isScored |= tag.Key == "http.response.status_code" && tag.Value is 200;
        }

        // Refusals are quick, and would hide what users wait for.
        if (isBatch && isScored) Interlocked.Increment(ref buckets[Latency.BucketOf(TimeSpan.FromSeconds(seconds))]);
    }

    private async Task Flush(CancellationToken cancel)
    {
        Counts counts = new();
        for (var bucket = 0; bucket < buckets.Length; bucket++)
        {
            if (Interlocked.Exchange(ref buckets[bucket], 0) is > 0 and var count) counts.Add(StatName.Bucket(bucket), count);
        }

        if (counts.Values.Count == 0) return;
        try
        {
            await stats.Add(time.GetUtcNow(), counts, cancel);
            failing = false;
        }
#pragma warning disable CA1031 // The driver may throw anything; the counts wait for the next time.
        catch (Exception e)
        {
            for (var bucket = 0; bucket < buckets.Length; bucket++)
                Interlocked.Add(ref buckets[bucket], counts[StatName.Bucket(bucket)]);
            if (!failing && e is not OperationCanceledException) LogFailing(e.GetBaseException().GetType().Name);
            failing = true;
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "How long batches take cannot be stored ({Error}); it is tried again")]
    private partial void LogFailing(string error);
}
