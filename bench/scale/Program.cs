using System.Globalization;
using Sentinel.Bench;
using Sentinel.Domain.Sessions;
using Sentinel.Infrastructure.HotState;
using Sentinel.Scale;
using Spectre.Console;
using StackExchange.Redis;

return await ScaleOptions.Command(Measure).Run(args);

static async Task<int> Measure(ScaleOptions options)
{
    const int Few = 1_000;
    const int WarmUp = 20;
    var folder = Directory.CreateTempSubdirectory("sentinel-scale-").FullName;
    var key = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
    await using var server = await Server.Redis(folder);
    await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},allowAdmin=true,asyncTimeout=60000");
    var database = redis.GetDatabase();
    var empty = await Memory();
    await AnsiConsole.Progress().StartAsync(async progress =>
    {
        var task = progress.AddTask($"{options.Sessions:N0} sessions", maxValue: options.Sessions);
        await Population.Fill(database, 0, options.Sessions, done => task.Value = done);
    });
    var bytes = (double)(await Memory() - empty) / options.Sessions;
    var length = (double)await database.StringLengthAsync(RedisKeys.Session(TenantId.Default, Population.Of(0).Session));

    await using var sentinel = await Server.Sentinel(server, null, drain: false, key, Path.Combine(folder, "node"));
    var (few, all) = (new Crowd(0, Few), new Crowd(Few, options.Sessions - Few));
    AnsiConsole.WriteLine($"Warming up, {WarmUp} s");
    await Turn(few, WarmUp);
    List<(double Few, double All)> rates = [];
    for (var round = 1; round <= options.Rounds; round++)
    {
        rates.Add((await Turn(few, options.Seconds), await Turn(all, options.Seconds)));
        AnsiConsole.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Round {round} of {options.Rounds}: {rates[^1].Few:N0}, {rates[^1].All:N0} requests/s"
            )
        );
    }

    List<Finding> findings =
    [
        new("a session in Redis, with its key and what Redis adds", new(bytes, bytes, bytes), "B", 2560, "lower"),
        new("a session's value", new(length, length, length), "B", 2560, "lower"),
        new($"requests/s over {Few:N0} sessions", Spread.Of(rates.Select(rate => rate.Few)), "1/s", null, "higher"),
        new($"requests/s over {options.Sessions:N0} sessions", Spread.Of(rates.Select(rate => rate.All)), "1/s", null, "higher"),
        new("many over few", Spread.Of(rates.Select(rate => rate.All / rate.Few)), "ratio", 0.85, "higher"),
    ];
    Report.Print("Many sessions", findings, digits: 2);
    Report.Write(options.Json, findings);
    return 0;

    async Task<double> Turn(Crowd crowd, int seconds)
    {
        var run = await Wrk.Run(
            WrkScript.Write(folder, crowd.First, crowd.Sessions, MatureSession.Batches + 1, crowd.Turn, key),
            sentinel.Port,
            seconds,
            options.Connections
        );
        if (run.Refused * 1000 > run.Requests)
            throw new InvalidOperationException($"{run.Refused} of {run.Requests} batches were not accepted. {run.FirstRefusal}");
        crowd.Turn = run.Turn;
        await database.KeyDeleteAsync([.. Enumerable.Range(0, Partition.Count).Select(i => RedisKeys.Outbox(new((byte)i)))]);
        return run.Rate;
    }

    async Task<long> Memory()
    {
        var info = (string)(await redis.GetServers()[0].ExecuteAsync("INFO", "memory"))!;
        return long.Parse(
            info.Split("\r\n").First(line => line.StartsWith("used_memory:", StringComparison.Ordinal))["used_memory:".Length..],
            CultureInfo.InvariantCulture
        );
    }
}

/// <summary>Sessions that take turns, and how many they have taken.</summary>
internal sealed class Crowd(int first, int sessions)
{
    public int First => first;

    public int Sessions => sessions;

    public long Turn { get; set; }
}
