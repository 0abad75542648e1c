using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sentinel.Application.Results;
using Sentinel.Infrastructure.ColdStorage;
using StackExchange.Redis;

namespace Sentinel.Infrastructure.Clocks;

/// <summary>
/// Compares the node's clock with those of Redis and PostgreSQL every ten seconds: all that is stored is dated by nodes, so one whose clock
/// is wrong judges by wrong times. Embedded parts have the machine's clock, and are not asked.
/// </summary>
internal sealed partial class ClockWatch : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long what was heard counts.</summary>
    private static readonly TimeSpan Expiry = TimeSpan.FromMinutes(1);

    private readonly IConnectionMultiplexer redis;
    private readonly IDbContextFactory<SentinelDbContext> contexts;
    private readonly ClockSources sources;
    private readonly TimeProvider time;
    private readonly ILogger<ClockWatch> logger;
    private Heard? ofRedis;
    private Heard? ofPostgres;
    private ClockState said;

    public ClockWatch(
        IConnectionMultiplexer redis, IDbContextFactory<SentinelDbContext> contexts, ClockSources sources, TimeProvider time,
        ILogger<ClockWatch> logger)
    {
        (this.redis, this.contexts, this.sources, this.time, this.logger) = (redis, contexts, sources, time, logger);
        Metrics.Meter.CreateObservableGauge(
            "sentinel.clock.ahead", Measurements, "s", "By how much this node's clock is ahead of another's; 5 s either way is too much.");
    }

    /// <summary>As it was heard lately.</summary>
    public ClockComparison Now => new(Lately(Volatile.Read(ref ofRedis)), Lately(Volatile.Read(ref ofPostgres)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (sources is { Redis: false, Postgres: false })
            return;
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            do
            {
                if (sources.Redis) Volatile.Write(ref ofRedis, await Ask(RedisTime, stoppingToken) ?? ofRedis);
                if (sources.Postgres) Volatile.Write(ref ofPostgres, await Ask(PostgresTime, stoppingToken) ?? ofPostgres);
                Say(Now);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The node ends.
        }
    }

    /// <summary>
    /// The answer is taken to be of the middle of the time that it took. Null where there is none: that is said elsewhere.
    /// </summary>
    private async Task<Heard?> Ask(Func<CancellationToken, Task<DateTimeOffset>> clock, CancellationToken stop)
    {
        try
        {
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limited.CancelAfter(Patience);
            var (at, started) = (time.GetUtcNow(), time.GetTimestamp());
            var other = await clock(limited.Token).WaitAsync(limited.Token);
            return new(at + (time.GetElapsedTime(started) / 2) - other, time.GetTimestamp());
        }
        catch (Exception e) when (e is RedisException or NpgsqlException or TimeoutException or InvalidOperationException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<DateTimeOffset> RedisTime(CancellationToken _)
    {
        var server = redis.GetServers().FirstOrDefault(server => server is { IsConnected: true, IsReplica: false })
            ?? throw new TimeoutException("No master is connected.");
        return await server.TimeAsync();
    }

    private async Task<DateTimeOffset> PostgresTime(CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        var now = await context.Database.SqlQueryRaw<DateTime>("SELECT clock_timestamp() AS \"Value\"").SingleAsync(stop);
        return new(now.ToUniversalTime());
    }

    private TimeSpan? Lately(Heard? heard) => heard is null || time.GetElapsedTime(heard.At) > Expiry ? null : heard.Ahead;

    private IEnumerable<Measurement<double>> Measurements()
    {
        var now = Now;
        if (now.Redis is { } redis) yield return new(redis.TotalSeconds, new KeyValuePair<string, object?>("of", "redis"));
        if (now.Postgres is { } postgres) yield return new(postgres.TotalSeconds, new KeyValuePair<string, object?>("of", "postgres"));
    }

    private void Say(ClockComparison now)
    {
        if (now.State == said) return;
        said = now.State;
        if (said == ClockState.Agrees) LogAgrees();
        else if (said == ClockState.Doubtful) LogDoubtful(now);
        else LogWrong(now);
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

    private sealed record Heard(TimeSpan Ahead, long At);
}

/// <summary>Which of the parts have a clock of their own.</summary>
/// <param name="Redis">Not the embedded Garnet.</param>
/// <param name="Postgres">Not SQLite.</param>
public sealed record ClockSources(bool Redis, bool Postgres);
