using System.Diagnostics;
using Sentinel.Bench;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;
using StackExchange.Redis;

namespace Sentinel.Load;

/// <summary>The parts of a run, and the load on one server at a time.</summary>
/// <param name="sessions">Sessions that take turns.</param>
/// <param name="connections">Connections to each server.</param>
internal sealed class Rig(int sessions, int connections) : IAsyncDisposable
{
    private const int WarmUpSeconds = 20;
    private const int WarmUpTurns = 2;
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(60);

    private readonly List<IAsyncDisposable> parts = [];
    private long requests;
    private long refused;
    private string? firstRefusal;

    public string Key { get; } = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");

    public string Folder { get; } = Directory.CreateTempSubdirectory("sentinel-load-").FullName;

    public double RefusedShare => requests == 0 ? 1 : (double)refused / requests;

    /// <summary>How many answers were not an accepted batch, with the first one.</summary>
    public string Refusals => $"{refused} of {requests} requests were no accepted batch. {firstRefusal}";

    /// <summary>A Redis with the sessions in it.</summary>
    public async Task<Server> Redis()
    {
        var redis = Keep(await Server.Redis(Folder));
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port}");
        await Population.Fill(connection.GetDatabase(), 0, sessions, _ => { });
        return redis;
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = parts.Count - 1; i >= 0; i--) await parts[i].DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public Server Keep(Server server)
    {
        parts.Add(server);
        return server;
    }

    /// <param name="redis">The node's hot state.</param>
    /// <param name="postgres">Where it drains its outbox to; null if it does not.</param>
    /// <param name="name">The name of its data folder.</param>
    /// <param name="environment">Additional variables.</param>
    public async Task<Subject> Node(Server redis, string? postgres, string name, params (string Name, string Value)[] environment)
    {
        var (drains, data) = (postgres is not null, Path.Combine(Folder, name));
        return new(Keep(await Server.Sentinel(redis, postgres, drains, Key, data, environment)), redis, drains);
    }

    /// <summary>Counts a request that was sent outside of turns.</summary>
    public void Count(bool wasAccepted)
    {
        Interlocked.Increment(ref requests);
        if (!wasAccepted) Interlocked.Increment(ref refused);
    }

    public async Task WarmUp(Subject subject)
    {
        for (var i = 0; i < WarmUpTurns; i++) await Turn(subject, WarmUpSeconds / WarmUpTurns);
    }

    public async Task<Turn> Turn(Subject subject, int seconds)
    {
        var script = WrkScript.Write(Folder, 0, sessions, MatureSession.Batches + 1, subject.Turn, Key);
        var before = subject.Server.Processor;
        var run = await Wrk.Run(script, subject.Server.Port, seconds, connections);
        (subject.Turn, requests, refused) = (run.Turn, requests + run.Requests, refused + run.Refused);
        firstRefusal ??= run.FirstRefusal;
        var (backlog, wait) = (0L, TimeSpan.Zero);
        if (subject.Drains)
            (backlog, wait) = await Drain(subject.Redis);
        else
            await Empty(subject.Redis);
        // Include the drain's work, which ends before the next server's turn.
        var processor = (subject.Server.Processor - before).TotalMicroseconds / run.Requests;
        return new(run.Rate, processor, run.Processor, (double)backlog / run.Requests, run.Requests / (seconds + wait.TotalSeconds));
    }

    public async Task<PacedRun> AtRate(Subject subject, double rate, int seconds)
    {
        var from = MatureSession.Batches + 1 + (subject.Turn / sessions) + 1;
        var run = await Paced.Run(subject.Server.Port, Key, sessions, from, rate, seconds, connections);
        subject.Turn = (from - MatureSession.Batches - 1 + Paced.Laps(rate, seconds, sessions)) * sessions;
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
    public static async Task Empty(Server redis)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port}");
        await connection
            .GetDatabase()
            .KeyDeleteAsync([.. Enumerable.Range(0, Partition.Count).Select(i => RedisKeys.Outbox(new((byte)i)))]);
    }
}

/// <summary>A server under load and its Redis.</summary>
/// <param name="Server">The server.</param>
/// <param name="Redis">Its Redis.</param>
/// <param name="Drains">Whether it drains its outbox: its turns end when all is drained.</param>
internal sealed record Subject(Server Server, Server Redis, bool Drains = false)
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
