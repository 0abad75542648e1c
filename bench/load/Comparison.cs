using System.Globalization;
using Sentinel.Bench;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

namespace Sentinel.Load;

/// <summary>The floor, a node that leaves its outbox alone and one that drains it into PostgreSQL, each driven in its turn.</summary>
internal sealed class Comparison : IAsyncDisposable
{
    private const int WarmUp = 20;
    private const int WarmRounds = 2;

    private readonly string key = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
    private readonly string folder = Directory.CreateTempSubdirectory("sentinel-load-").FullName;
    private readonly List<IAsyncDisposable> parts = [];
    private readonly LoadOptions options;
    private readonly Action<string> say;
    private PostgresFolder? postgres;
    private long sequence = MatureSession.Batches + 1;
    private long requests;
    private long refused;

    private Comparison(LoadOptions options, Action<string> say) => (this.options, this.say) = (options, say);

    private Subject Floor { get; set; } = null!;

    private Subject Undrained { get; set; } = null!;

    private Subject Drained { get; set; } = null!;

    public double RefusedShare => requests == 0 ? 1 : (double)refused / requests;

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
            for (var i = 0; i < WarmRounds; i++) await Turn(subject, WarmUp / WarmRounds, 0);
        }

        List<(Turn Floor, Turn Off, Turn On)> full = [];
        for (var round = 1; round <= options.Rounds; round++)
        {
            full.Add((await Turn(Floor, options.Seconds, 0), await Turn(Undrained, options.Seconds, 0), await Turn(Drained, options.Seconds, 0)));
            say(string.Create(CultureInfo.InvariantCulture, $"Round {round} of {options.Rounds}: {full[^1].Floor.Rate:N0}, {full[^1].Off.Rate:N0}, {full[^1].On.Rate:N0} requests/s"));
        }

        // Half of the floor's rate: each connection waits that long before each of its requests.
        var pause = options.Connections / (Spread.Of(full.Select(turn => turn.Floor.Rate)).Median / 2) * 1000;
        List<(Turn Floor, Turn Off)> half = [];
        for (var round = 1; round <= options.Rounds; round++)
        {
            half.Add((await Turn(Floor, options.Seconds, pause), await Turn(Undrained, options.Seconds, pause)));
            say(string.Create(CultureInfo.InvariantCulture, $"Half the rate, {round} of {options.Rounds}: {half[^1].Floor.Rate:N0}, {half[^1].Off.Rate:N0} requests/s; p99 {half[^1].Floor.P99:N2}, {half[^1].Off.P99:N2} ms"));
        }

        return Table(full, half);
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = parts.Count - 1; i >= 0; i--) await parts[i].DisposeAsync();
        postgres?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static List<Finding> Table(List<(Turn Floor, Turn Off, Turn On)> full, List<(Turn Floor, Turn Off)> half) =>
    [
        new("floor: requests/s", Spread.Of(full.Select(turn => turn.Floor.Rate)), "1/s", null, "higher"),
        new("Sentinel, drain off: requests/s", Spread.Of(full.Select(turn => turn.Off.Rate)), "1/s", null, "higher"),
        new("Sentinel, drain on: requests/s", Spread.Of(full.Select(turn => turn.On.Rate)), "1/s", null, "higher"),
        new("drain off, requests/s over the floor's", Spread.Of(full.Select(turn => turn.Off.Rate / turn.Floor.Rate)), "ratio", 0.75, "higher"),
        new("drain on, requests/s over the floor's", Spread.Of(full.Select(turn => turn.On.Rate / turn.Floor.Rate)), "ratio", 0.6, "higher"),
        new("floor: CPU of the process a request", Spread.Of(full.Select(turn => turn.Floor.Processor)), "µs", null, "lower"),
        new("Sentinel, drain off: CPU of the process a batch", Spread.Of(full.Select(turn => turn.Off.Processor)), "µs", null, "lower"),
        new("CPU a batch over the floor's", Spread.Of(full.Select(turn => turn.Off.Processor / turn.Floor.Processor)), "ratio", 1.5, "lower"),
        new("floor: p99 at half its rate", Spread.Of(half.Select(turn => turn.Floor.P99)), "ms", null, "lower"),
        new("Sentinel: p99 at half the floor's rate", Spread.Of(half.Select(turn => turn.Off.P99)), "ms", null, "lower"),
        new("p99 over the floor's", Spread.Of(half.Select(turn => turn.Off.P99 / turn.Floor.P99)), "ratio", 2, "lower"),
        new("share of the paced rate that Sentinel kept", Spread.Of(half.Select(turn => turn.Off.Rate / turn.Floor.Rate)), "ratio", null, "higher"),
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
        Drained = new(Keep(await Server.Sentinel(drained, postgres.ConnectionString, drain: true, key, Path.Combine(folder, "on"))), drained);
    }

    private Server Keep(Server server)
    {
        parts.Add(server);
        return server;
    }

    private async Task<Turn> Turn(Subject subject, int seconds, double pause)
    {
        var script = WrkScript.Write(folder, 0, options.Sessions, sequence, key, pause);
        var before = subject.Server.Processor;
        var run = await Wrk.Run(script, subject.Server.Port, seconds, options.Connections);
        var processor = (subject.Server.Processor - before).TotalMicroseconds / run.Requests;
        (requests, refused) = (requests + run.Requests, refused + run.Refused);
        // Each session goes on where no server has been yet.
        sequence += (run.Requests / options.Sessions) + 2;
        if (!ReferenceEquals(subject, Drained)) await Empty(subject.Redis);
        return new(run.Rate, processor, run.P99);
    }

    /// <summary>What nobody drains must not fill the memory.</summary>
    private static async Task Empty(Server redis)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port}");
        await connection.GetDatabase().KeyDeleteAsync([.. Enumerable.Range(0, Partition.Count).Select(i => HotStateKeys.Outbox(new((byte)i)))]);
    }
}

/// <summary>A server under load, and the Redis behind it.</summary>
internal sealed record Subject(Server Server, Server Redis);

/// <summary>One turn: requests/s, µs of its process a request, and the latency's 99th percentile in ms.</summary>
internal sealed record Turn(double Rate, double Processor, double P99);
