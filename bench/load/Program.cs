using Sentinel.Bench;
using Sentinel.Load;
using Spectre.Console;

return await LoadOptions.Command(Measure).Run(args);

static async Task<int> Measure(LoadOptions options)
{
    await using Rig rig = new(options.Sessions, options.Connections);
    var (title, measured) = options switch
    {
        { Telemetry: true } => ("What telemetry costs", TelemetryCost.Run(rig, options, Say)),
        { Shadow: true } => ("What a policy in shadow costs", ShadowCost.Run(rig, options, Say)),
        _ => ("Sentinel against the floor", Comparison.Run(rig, options, Say)),
    };
    var findings = await measured;
    Report.Print(title, findings, digits: 2);
    Report.Write(options.Json, findings);
    AnsiConsole.WriteLine(rig.Refusals);
    if (rig.RefusedShare <= 0.001) return 0;
    Console.Error.WriteLine("FAILED: more than one answer in a thousand was not an accepted batch; the numbers above are worth nothing.");
    return 1;
}

static void Say(string line) => AnsiConsole.WriteLine(line);
