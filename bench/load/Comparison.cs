using System.Diagnostics;
using System.Globalization;
using Sentinel.Bench;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

namespace Sentinel.Load;

/// <summary>The floor, a node that does not drain its outbox and one that drains it into PostgreSQL, each under load in turn.</summary>
internal sealed class Comparison : IAsyncDisposable
{
    private const int WarmUp = 20;
    private const int WarmRounds = 2;
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(60);

    private readonly string key = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
    private readonly string folder = Directory.CreateTempSubdirectory("sentinel-load-").FullName;
    private readonly List<IAsyncDisposable> parts = [];
    private readonly LoadOptions options;
    private readonly Action<string> say;
    private PostgresFolder? postgres;
    private long requests;
    private long refused;
    private string? firstRefusal;

    private Comparison(LoadOptions options, Action<string> say) => (this.options, this.say) = (options, say);

    private Subject Floor { get; set; } = null!;

    private Subject Undrained { get; set; } = null!;

    private Subject Drained { get; set; } = null!;

    public double RefusedShare => requests == 0 ? 1 : (double)refused / requests;

    /// <summary>How many answers were not an accepted batch, with the first one.</summary>
    public string Refusals => $"{refused} of {requests} requests were no accepted batch. {firstRefusal}";

    public static async Task<Comparison> Start(LoadOptions options, Action<string> say)
    {
        var comparison = new Comparison(options, say);
        try
        {
            await comparison.StartParts();
            return comparison;
        }
        catch
        {
            await comparison.DisposeAsync();
            throw;
        }
    }

    public async Task<IReadOnlyList<Finding>> Run()
    {
        say($"Warming up, {WarmUp} s for each of three servers");
        foreach (var subject in (Subject[])[Floor, Undrained, Drained])
        {
            for (var i = 0; i < WarmRounds; i++) await Turn(subject, WarmUp / WarmRounds);
        }

        List<(Turn Floor, Turn Off, Turn On)> full = [];
        for (var round = 1; round <= options.Rounds; round++)
        {
            full.Add((await Turn(Floor, options.Seconds), await Turn(Undrained, options.Seconds), await Turn(Drained, options.Seconds)));
            say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Round {round} of {options.Rounds}: {full[^1].Floor.Rate:N0}, {full[^1].Off.Rate:N0}, {full[^1].On.Rate:N0} requests/s"
                )
            );
        }

        var rate = Spread.Of(full.Select(turn => turn.Floor.Rate)).Median / 2;
        List<(PacedRun Floor, PacedRun Off)> half = [];
        for (var round = 0; round <= options.Rounds; round++)
        {
            var (floor, off) = (await AtRate(Floor, rate), await AtRate(Undrained, rate));
            if (round == 0) continue; // Round 0 warms up this process.
            half.Add((floor, off));
            say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Half the rate, {round} of {options.Rounds}: {floor.Rate:N0}, {off.Rate:N0} requests/s; p99 {floor.P99:N2}, "
                        + $"{off.P99:N2} ms"
                )
            );
        }

        return Table(full, half);
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = parts.Count - 1; i >= 0; i--) await parts[i].DisposeAsync();
        postgres?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static List<Finding> Table(List<(Turn Floor, Turn Off, Turn On)> full, List<(PacedRun Floor, PacedRun Off)> half) =>
        [
            new("floor: requests/s", Spread.Of(full.Select(turn => turn.Floor.Rate)), "1/s", null, "higher"),
            new("Sentinel, drain off: requests/s", Spread.Of(full.Select(turn => turn.Off.Rate)), "1/s", null, "higher"),
            new("Sentinel, drain on: requests/s", Spread.Of(full.Select(turn => turn.On.Rate)), "1/s", null, "higher"),
            new(
                "drain off, requests/s over the floor's",
                Spread.Of(full.Select(turn => turn.Off.Rate / turn.Floor.Rate)),
                "ratio",
                0.75,
                "higher"
            ),
            new(
                "drain on, requests/s over the floor's",
                Spread.Of(full.Select(turn => turn.On.Rate / turn.Floor.Rate)),
                "ratio",
                0.6,
                "higher"
            ),
            new("floor: CPU of the process a request", Spread.Of(full.Select(turn => turn.Floor.Processor)), "µs", null, "lower"),
            new("Sentinel, drain off: CPU of the process a batch", Spread.Of(full.Select(turn => turn.Off.Processor)), "µs", null, "lower"),
            new(
                "CPU a batch over the floor's",
                Spread.Of(full.Select(turn => turn.Off.Processor / turn.Floor.Processor)),
                "ratio",
                1.5,
                "lower"
            ),
            new(
                "Sentinel, drain on: CPU of the process a batch, its drain included",
                Spread.Of(full.Select(turn => turn.On.Processor)),
                "µs",
                null,
                "lower"
            ),
            new(
                "drain on, share still in the outbox at the end of a turn",
                Spread.Of(full.Select(turn => turn.On.Backlog)),
                "ratio",
                null,
                "lower"
            ),
            new(
                "drain on, batches/s until all are drained, over the floor's requests/s",
                Spread.Of(full.Select(turn => turn.On.Sustained / turn.Floor.Rate)),
                "ratio",
                null,
                "higher"
            ),
            new("wrk: CPU a request to the floor", Spread.Of(full.Select(turn => turn.Floor.Generator)), "µs", null, "lower"),
            new("wrk: CPU a request to Sentinel", Spread.Of(full.Select(turn => turn.Off.Generator)), "µs", null, "lower"),
            new(
                "wrk: share of a core against the floor",
                Spread.Of(full.Select(turn => turn.Floor.Generator * turn.Floor.Rate / 1e6)),
                "ratio",
                null,
                "lower"
            ),
            new("floor: p50 at half its rate", Spread.Of(half.Select(turn => turn.Floor.P50)), "ms", null, "lower"),
            new("Sentinel: p50 at half the floor's rate", Spread.Of(half.Select(turn => turn.Off.P50)), "ms", null, "lower"),
            new("floor: p99 at half its rate", Spread.Of(half.Select(turn => turn.Floor.P99)), "ms", null, "lower"),
            new("Sentinel: p99 at half the floor's rate", Spread.Of(half.Select(turn => turn.Off.P99)), "ms", null, "lower"),
            new("p99 over the floor's", Spread.Of(half.Select(turn => turn.Off.P99 / turn.Floor.P99)), "ratio", 2, "lower"),
            new(
                "share of the paced rate that Sentinel kept",
                Spread.Of(half.Select(turn => turn.Off.Rate / turn.Floor.Rate)),
                "ratio",
                null,
                "higher"
            ),
        ];

    private async Task StartParts()
    {
        postgres = new PostgresFolder();
        var (shared, drained) = (Keep(await Server.Redis(folder)), Keep(await Server.Redis(folder)));
        foreach (var redis in (Server[])[shared, drained])
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port}");
            await Population.Fill(connection.GetDatabase(), 0, options.Sessions, _ => { });
        }

        Floor = new(Keep(await Server.Floor(shared)), shared);
        Undrained = new(Keep(await Server.Sentinel(shared, null, drain: false, key, Path.Combine(folder, "off"))), shared);
        Drained = new(
            Keep(await Server.Sentinel(drained, postgres.ConnectionString, drain: true, key, Path.Combine(folder, "on"))),
            drained
        );
    }

    private Server Keep(Server server)
    {
        parts.Add(server);
        return server;
    }

    private async Task<Turn> Turn(Subject subject, int seconds)
    {
        var script = WrkScript.Write(folder, 0, options.Sessions, MatureSession.Batches + 1, subject.Turn, key);
        var before = subject.Server.Processor;
        var run = await Wrk.Run(script, subject.Server.Port, seconds, options.Connections);
        (subject.Turn, requests, refused) = (run.Turn, requests + run.Requests, refused + run.Refused);
        firstRefusal ??= run.FirstRefusal;
        var (backlog, wait) = (0L, TimeSpan.Zero);
        if (ReferenceEquals(subject, Drained))
            (backlog, wait) = await Drain(subject.Redis);
        else
            await Empty(subject.Redis);
        // Include the drain's work, which ends before the next server's turn.
        var processor = (subject.Server.Processor - before).TotalMicroseconds / run.Requests;
        return new(run.Rate, processor, run.Processor, (double)backlog / run.Requests, run.Requests / (seconds + wait.TotalSeconds));
    }

    private async Task<PacedRun> AtRate(Subject subject, double rate)
    {
        var from = MatureSession.Batches + 1 + (subject.Turn / options.Sessions) + 1;
        var run = await Paced.Run(subject.Server.Port, key, options.Sessions, from, rate, options.Seconds, options.Connections);
        subject.Turn = (from - MatureSession.Batches - 1 + Paced.Laps(rate, options.Seconds, options.Sessions)) * options.Sessions;
        (requests, refused) = (requests + run.Requests + run.Unsent, refused + run.Refused + run.Unsent);
        if (run.Unsent > 0) firstRefusal ??= "The server was too slow for the pace.";
        await Empty(subject.Redis);
        return run;
    }

    /// <summary>Waits until the node has drained its outbox.</summary>
    /// <returns>How many records were left at the call, and how long draining took.</returns>
    private static async Task<(long Left, TimeSpan Took)> Drain(Server redis)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port}");
        var (patience, first) = (Stopwatch.StartNew(), await Left());
        for (var left = first; left > 0; left = await Left())
        {
            if (patience.Elapsed > DrainPatience)
                throw new InvalidOperationException(
                    $"The outbox still holds {left} records after {DrainPatience.TotalSeconds} s: PostgreSQL is too slow, or the node does "
                        + $"not drain."
                );
            await Task.Delay(50);
        }

        return (first, patience.Elapsed);

        async Task<long> Left() =>
            (
                await Task.WhenAll(
                    Enumerable
                        .Range(0, Partition.Count)
                        .Select(i => connection.GetDatabase().ListLengthAsync(RedisKeys.Outbox(new((byte)i))))
                )
            ).Sum();
    }

    /// <summary>Removes undrained records, so that they do not fill the memory.</summary>
    private static async Task Empty(Server redis)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port}");
        await connection
            .GetDatabase()
            .KeyDeleteAsync([.. Enumerable.Range(0, Partition.Count).Select(i => RedisKeys.Outbox(new((byte)i)))]);
    }
}

/// <summary>A server under load and its Redis.</summary>
internal sealed record Subject(Server Server, Server Redis)
{
    /// <summary>Turns taken so far; each session continues with its next sequence.</summary>
    public long Turn { get; set; }
}

/// <summary>The result of one turn.</summary>
/// <param name="Rate">Requests/s.</param>
/// <param name="Processor">Processor time of the server per request, µs.</param>
/// <param name="Generator">Processor time of wrk per request, µs.</param>
/// <param name="Backlog">Share of the turn's records still in the outbox at its end; 0 if the node does not drain.</param>
/// <param name="Sustained">Requests/s including the time until its records are drained.</param>
internal sealed record Turn(double Rate, double Processor, double Generator, double Backlog, double Sustained);
