using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sentinel.Application.Results;

namespace Sentinel.Infrastructure.Clocks;

/// <summary>
/// Compares the node's clock with those of Redis and PostgreSQL every ten seconds. Nodes date all stored data, so a node with a wrong clock
/// decides by wrong times. Embedded parts use the machine's clock and are not asked.
/// </summary>
internal sealed partial class ClockWatch : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IOtherClock[] clocks;
    private readonly TimeProvider time;
    private readonly ILogger<ClockWatch> logger;
    private ClockComparison now = ClockComparison.Alone;

    public ClockWatch(IEnumerable<IOtherClock> clocks, TimeProvider time, ILogger<ClockWatch> logger)
    {
        (this.clocks, this.time, this.logger) = ([.. clocks], time, logger);
        Metrics.Meter.CreateObservableGauge(
            "sentinel.clock.ahead", Measurements, "s", "By how much this node's clock is ahead of another's; 5 s either way is too much.");
    }

    /// <summary>The last comparison, without clocks that did not answer.</summary>
    public ClockComparison Now => Volatile.Read(ref now);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (clocks.Length == 0)
            return;
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            do
            {
                var heard = await Task.WhenAll(clocks.Select(clock => Ask(clock, stoppingToken)));
                var before = Now.State;
                Volatile.Write(ref now, new([.. heard.OfType<(string, TimeSpan)>()]));
                if (Now.State != before) Say(Now);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Normal shutdown.
        }
    }

    /// <summary>
    /// Assumes that the answer was read halfway through the call. Null if the clock does not answer; that is logged elsewhere.
    /// </summary>
    private async Task<(string, TimeSpan)?> Ask(IOtherClock clock, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(Patience);
        var (at, started) = (time.GetUtcNow(), time.GetTimestamp());
        try
        {
            return await clock.Read(limited.Token) is { } other ? (clock.Name, at + (time.GetElapsedTime(started) / 2) - other) : null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private IEnumerable<Measurement<double>> Measurements() => Now.Others.Select(other =>
        new Measurement<double>(other.Ahead.TotalSeconds, new KeyValuePair<string, object?>("of", other.Name)));

    private void Say(ClockComparison comparison)
    {
        if (comparison.State == ClockState.Agrees) LogAgrees();
        else if (comparison.State == ClockState.Doubtful) LogDoubtful(comparison);
        else LogWrong(comparison);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "This node's clock is wrong ({Comparison}): the node is not ready until it is set right. Run NTP or chrony on it")]
    private partial void LogWrong(ClockComparison comparison);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Clocks differ ({Comparison}); it is not known which is wrong. Run NTP or chrony on this node, Redis' and PostgreSQL's")]
    private partial void LogDoubtful(ClockComparison comparison);

    [LoggerMessage(Level = LogLevel.Information, Message = "Clocks agree again")]
    private partial void LogAgrees();
}
