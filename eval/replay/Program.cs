using System.Diagnostics;
using System.Globalization;
using Sentinel.Bench;
using Sentinel.Replay;

return await ReplayOptions.Command(Replay).Run(args);

static async Task<int> Replay(ReplayOptions options, CancellationToken stop)
{
    try
    {
        IReadOnlyList<IRecordingSource> sources = options.Synthetic
            ? [new SyntheticSource(options.Seed, options.Sessions)]
            : RecordingFolder.Open(options.Data, options.Sources);
        var client = SentinelClient.Connect(options.Url, ServerKey.Find(options.Key), options.Concurrency);
        await client.MustBeReachable(stop);
        var selection = new Selection(sources, options.Synthetic ? [] : options.Sources, options.Sessions);

        var beganAt = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        var run = beganAt.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
        var player = new Player(client, run);
        var outcomes = await ProgressDisplay.Show(
            selection.Count, progress => ReplayRun.Play(selection, player, options.Concurrency, progress, stop));

        var report = ReplayReport.Of(run, beganAt, clock.Elapsed, client.Repeats, outcomes);
        Tables.Print(report);
        if (options.Json is { } file) report.Save(file);
        return report.Complete ? 0 : 1;
    }
    catch (ReplayFailedException failure)
    {
        await Console.Error.WriteLineAsync(failure.Message);
        return 1;
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        await Console.Error.WriteLineAsync("Stopped.");
        return 1;
    }
}
