using System.Diagnostics;
using System.Globalization;
using Sentinel.Replay;

const int Done = 0, Failed = 1, Usage = 2;

ReplayOptions options;
try
{
    options = ReplayOptions.Parse(args);
}
catch (ArgumentException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return Usage;
}

if (options.ShowHelp)
{
    Console.WriteLine(ReplayOptions.Help.Replace("{0}", string.Join(", ", RecordingFolder.Names), StringComparison.Ordinal));
    return Done;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
try
{
    IReadOnlyList<IRecordingSource> sources = options.Synthetic
        ? [new SyntheticSource(options.Seed, options.Sessions)]
        : RecordingFolder.Open(options.Data, options.Sources);
    var client = SentinelClient.Connect(options.Url, ServerKey.Find(options.Key), options.Concurrency);
    await client.MustBeReachable(stop.Token);
    var selection = new Selection(sources, options.Synthetic ? [] : options.Sources, options.Sessions);

    var beganAt = DateTimeOffset.UtcNow;
    var clock = Stopwatch.StartNew();
    var run = beganAt.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
    var player = new Player(client, run);
    var outcomes = await ProgressDisplay.Show(
        selection.Count, progress => ReplayRun.Play(selection, player, options.Concurrency, progress, stop.Token));

    var report = ReplayReport.Of(run, beganAt, clock.Elapsed, client.Repeats, outcomes);
    Tables.Print(report);
    if (options.Json is { } file) report.Save(file);
    return report.Complete ? Done : Failed;
}
catch (ReplayFailedException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return Failed;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return Failed;
}
